using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Spaceforge.Api;
using Spaceforge.Http;
using Spaceforge.Logging;
using Spaceforge.Secrets;

namespace Spaceforge.Outputs;

/// <summary>Sends Markdown to Spacelift: requests a signed URL, then uploads the text to it.</summary>
sealed class PluginOutputs(
    string plugin, EnvironmentVariables env, RunInfo run, RetryingHttp http, PluginLogger log, SecretMasker secrets, Action<string> preview)
{
    public async Task<bool> SendAsync(string markdown, CancellationToken cancellationToken, string? name = null)
    {
        markdown = secrets.Apply(markdown);
        if (run.IsLocal)
        {
            log.Write(LogLevel.Information, "This is a local run: the Markdown is printed, not sent.");
            preview(markdown);
            return true;
        }

        try
        {
            var (address, headers) = await AskAsync(name, cancellationToken);
            Check(await http.SendAsync(Upload(address, headers, markdown), retry: true, cancellationToken));
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A failure to show Markdown must not fail the run.
            log.Write(LogLevel.Error, $"The Markdown could not be sent to Spacelift: {e.Message}");
            return false;
        }
    }

    async Task<(Uri Address, JsonObject Headers)> AskAsync(string? name, CancellationToken cancellationToken)
    {
        const string Endpoint = "TF_VAR_spacelift_graphql_endpoint";
        var question = Secure(Needed(Endpoint).TrimEnd('/')
            .Replace("/graphql", "/worker/plugin_logs_url", StringComparison.Ordinal), Endpoint);
        // Always the run's own token, even if queries use a user's.
        var token = Needed("SPACELIFT_API_TOKEN");
        var answer = Check(await http.SendAsync(
            HttpRequest.PostJson(question,
                new JsonObject { ["plugin_name"] = name is null ? plugin : $"{plugin}-{name}" }.ToJsonString(),
                token),
            retry: true, cancellationToken));

        const string NoAddress = "Spacelift's answer contains no upload URL.";
        if (JsonAnswer.Read(answer.Body, out _) is not { } body || body["url"] is not JsonValue url
            || !url.TryGetValue(out string? address))
        {
            throw new InvalidDataException(NoAddress);
        }

        // The URL is signed: anyone who has it can write to it.
        secrets.Add(address);
        return (Secure(address, "The upload URL in Spacelift's answer"), body["headers"] as JsonObject ?? []);
    }

    static HttpRequest Upload(Uri address, JsonObject headers, string markdown)
    {
        var upload = new HttpRequest("PUT", address, Encoding.UTF8.GetBytes(markdown), "text/markdown");
        foreach (var (name, value) in headers) upload.Add(name, value?.ToString() ?? "");
        return upload;
    }

    static HttpAnswer Check(HttpAnswer answer) =>
        answer.IsSuccess ? answer : throw new InvalidDataException($"Spacelift answered {answer.StatusText}.");

    static Uri Secure(string address, string source) =>
        SpaceliftEndpoint.Parse(address) ?? throw new InvalidDataException($"{source} must start with https://.");

    string Needed(string variable) =>
        env.Get(variable) is { Length: > 0 } value ? value : throw new InvalidDataException($"{variable} is not set.");
}
