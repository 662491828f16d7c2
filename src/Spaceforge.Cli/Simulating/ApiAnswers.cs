using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using Spaceforge.Cli.Json;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Simulating;

/// <summary>Answers GraphQL requests from a file with a response for each operation, or for each field of a query.</summary>
sealed class ApiAnswers
{
    const int LongestQuery = 100_000;
    const int LongestShown = 10_000;
    const int MostCalls = 10_000;

    readonly JsonObject _data;
    readonly ConcurrentQueue<ApiCall> _calls = new();

    ApiAnswers(JsonObject data) => _data = data;

    public IReadOnlyList<ApiCall> Calls => [.. _calls];

    /// <summary>Whether a token is the run's.</summary>
    public Func<string?, bool> IsGood { get; set; } = _ => false;

    /// <exception cref="UsageException">The file does not exist or is not a JSON object.</exception>
    public static ApiAnswers Load(string? file)
    {
        if (file is null) return new ApiAnswers([]);

        try
        {
            return JsonNode.Parse(UserFile.Read(
                file, "--api-data"), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) is JsonObject data
                ? new ApiAnswers(data)
                : throw new UsageException($"--api-data: '{file}' is not a JSON object with a response for each operation.");
        }
        catch (JsonException e)
        {
            throw new UsageException($"--api-data: '{file}' is not valid JSON: {JsonMistake.Of(e)}");
        }
    }

    public Task<byte[]> AnswerAsync(string request, string? token) =>
        Task.FromResult(Encoding.UTF8.GetBytes(JsonText.Of(Answer(request, token), indented: false)));

    JsonObject Answer(string request, string? token)
    {
        if (!IsGood(token)) return Error("unauthorized");

        try
        {
            if (JsonNode.Parse(request) is not JsonObject body || body["query"]?.GetValue<string>() is not { } query)
            {
                return Error("The request has no query.");
            }
            if (query.Length > LongestQuery) return Error($"The query has more than {LongestQuery} characters.");

            return Execute(query, body["operationName"]?.GetValue<string>());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // This includes duplicate keys and lone surrogates.
            return Error("The request is not valid JSON.");
        }
    }

    JsonObject Execute(string query, string? operationName)
    {
        List<GraphQLOperationDefinition> operations;
        try
        {
            operations = [.. Parser.Parse(query).Definitions.OfType<GraphQLOperationDefinition>()];
        }
        catch (Exception e) when (e is GraphQLSyntaxErrorException or GraphQLMaxDepthExceededException)
        {
            return Error(LogText.OneLine(e.Message));
        }

        if (operations.Find(operation => operationName is null || operation.Name?.StringValue == operationName) is not { } found)
        {
            return Error("The request has no such operation.");
        }

        var fields = found.SelectionSet.Selections.OfType<GraphQLField>().ToList();
        var name = found.Name?.StringValue ?? string.Join(", ", fields.Select(field => field.Name.StringValue));
        var answer = found.Name is { } known && _data[known.StringValue] is { } whole ? Whole(whole)
            : fields.Count > 0 && fields.All(field => _data.ContainsKey(field.Name.StringValue)) ? ByField(fields)
            : null;
        var shown = query.Length <= LongestShown ? query : query[..LongestShown] + "...";
        if (_calls.Count < MostCalls) _calls.Enqueue(new ApiCall(name, shown, answer is not null));
        return answer
            ?? Error($"The simulation has no response for '{name}'. Add one with --api-data FILE, where FILE contains {{\"{name}\": ...}}. The query: {shown}");
    }

    /// <summary>A response in Spacelift's format, or just its data.</summary>
    static JsonObject Whole(JsonNode answer) => answer is JsonObject given && (given.ContainsKey("data") || given.ContainsKey("errors"))
        ? (JsonObject)given.DeepClone()
        : new JsonObject { ["data"] = answer.DeepClone() };

    JsonObject ByField(List<GraphQLField> fields) => new()
    {
        ["data"] = new JsonObject(fields.Select(field =>
            KeyValuePair.Create((field.Alias?.Name ?? field.Name).StringValue, _data[field.Name.StringValue]?.DeepClone()))
                .DistinctBy(entry => entry.Key)),
    };

    static JsonObject Error(string message) =>
        new() { ["data"] = null, ["errors"] = new JsonArray(new JsonObject { ["message"] = message }) };
}
