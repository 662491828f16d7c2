using System.Diagnostics.CodeAnalysis;
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
[SuppressMessage("Design", "CA1001", Justification = "A semaphore holds nothing to dispose unless its wait handle is used.")]
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

    // Requests read and change plain lists, which tests also hold: one after another, as if each were a transaction.
    readonly SemaphoreSlim _turn = new(1);

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

        await _turn.WaitAsync();
        try
        {
            return await ExecuteAsync(parsed, token);
        }
        finally
        {
            _turn.Release();
        }
    }

    async Task<byte[]> ExecuteAsync(GraphQLRequest request, string? token)
    {
        var result = await _executer.ExecuteAsync(options =>
        {
            options.Schema = _schema;
            options.Query = request.Query;
            options.Variables = request.Variables;
            options.OperationName = request.OperationName;
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
