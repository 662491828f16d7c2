using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Transport;
using GraphQL.Types;

namespace Spaceforge.Testing.Api;

/// <summary>Executes GraphQL against the schema of the operations that plugins use.</summary>
sealed class GraphQLEngine(FakeSpacelift spacelift)
{
    // Reflection-based JSON is off in file-based programs unless it is enabled.
    static readonly GraphQLSerializer Serializer = new(options => options.TypeInfoResolver = new DefaultJsonTypeInfoResolver());

    readonly Schema _schema = Schema.For(ReadSchema(), builder =>
    {
        builder.Types.Include<Query>();
        builder.Types.Include<Mutation>();
    });

    readonly DocumentExecuter _executer = new();

    /// <param name="request">The request body.</param>
    /// <param name="token">The token in the request, or null.</param>
    public async Task<byte[]> ExecuteAsync(string request, string? token)
    {
        GraphQLRequest? parsed;
        try
        {
            parsed = Serializer.Deserialize<GraphQLRequest>(request);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return Error($"The request is not valid GraphQL JSON: {e.Message}");
        }

        if (parsed?.Query is null) return Error("The request contains no query.");

        var result = await _executer.ExecuteAsync(options =>
        {
            options.Schema = _schema;
            options.Query = parsed.Query;
            options.Variables = parsed.Variables;
            options.OperationName = parsed.OperationName;
            options.UserContext = new Caller(spacelift, token);
            options.UnhandledExceptionDelegate = context =>
            {
                context.ErrorMessage = context.OriginalException.Message;
                return Task.CompletedTask;
            };
        });
        using var answer = new MemoryStream();
        await Serializer.WriteAsync(answer, result);
        return answer.ToArray();
    }

    static byte[] Error(string message) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["message"] = message }) }.ToJsonString());

    static string ReadSchema()
    {
        using var stream = typeof(GraphQLEngine).Assembly.GetManifestResourceStream("Schema.graphql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
