using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Spaceforge.Services;

/// <summary>Sends Markdown to Spacelift: asks for a signed address, then puts the text there.</summary>
sealed class PluginOutputs(
    string plugin, EnvironmentVariables env, PluginLogger logger, TextWriter output, SecretMasker secrets, CancellationToken cancellationToken)
{
    static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    public async Task<bool> SendAsync(string markdown)
    {
        markdown = secrets.Apply(markdown);
        if (env.RunId is null)
        {
            logger.Write(LogLevel.Information, "A local run: the Markdown is printed, not sent.");
            await output.WriteLineAsync(markdown);
            return true;
        }

        try
        {
            await UploadAsync(markdown);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or InvalidDataException or TaskCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            // What people read beside the run is not worth failing it for.
            logger.Write(LogLevel.Error, $"The Markdown could not be sent to Spacelift: {e.Message}");
            return false;
        }
    }

    async Task UploadAsync(string markdown)
    {
        using var http = new HttpClient { Timeout = TimeLimit };

        using var question = new HttpRequestMessage(HttpMethod.Post, Address());
        question.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Needed("SPACELIFT_API_TOKEN"));
        question.Content = new StringContent(
            new JsonObject { ["plugin_name"] = plugin }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(question, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var target = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)) as JsonObject;

        using var upload = new HttpRequestMessage(HttpMethod.Put, Secure(Text(target?["url"]), "The address in Spacelift's answer"));
        upload.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(markdown));
        foreach (var (name, value) in target?["headers"] as JsonObject ?? [])
        {
            if (!upload.Headers.TryAddWithoutValidation(name, Text(value)))
            {
                upload.Content.Headers.TryAddWithoutValidation(name, Text(value));
            }
        }

        upload.Content.Headers.ContentType = new MediaTypeHeaderValue("text/markdown");
        using var done = await http.SendAsync(upload, cancellationToken);
        done.EnsureSuccessStatusCode();
    }

    Uri Address()
    {
        const string Endpoint = "TF_VAR_spacelift_graphql_endpoint";
        var address = Needed(Endpoint).TrimEnd('/').Replace("/graphql", "/worker/plugin_logs_url", StringComparison.Ordinal);
        return Secure(address, Endpoint);
    }

    /// <summary>Not over an open line, but for a server on this machine.</summary>
    static Uri Secure(string address, string source) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : throw new InvalidDataException($"{source} must start with https://.");

    string Needed(string variable) =>
        env.Get(variable) is { Length: > 0 } value ? value : throw new InvalidDataException($"{variable} is not set.");

    static string Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw new InvalidDataException("Spacelift's answer holds no address to put it to.");
}
