using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Spaceforge.Services;

namespace Spaceforge.Tests.Services;

/// <summary>Markdown goes to Spacelift by its upload protocol, over a real socket, and never fails the hook.</summary>
public sealed class PluginOutputsTests : IDisposable
{
    const string Token = "run-token-1234";

    readonly StringWriter _log = new() { NewLine = "\n" };
    readonly StringWriter _output = new() { NewLine = "\n" };
    readonly Dictionary<string, string> _variables = new() { ["TF_VAR_spacelift_run_id"] = "01RUN", ["SPACELIFT_API_TOKEN"] = Token };
    readonly HttpListener _server = new();
    readonly string _address;
    readonly List<(string Request, string Headers, string Body)> _requests = [];

    public PluginOutputsTests()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        _address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        _server.Prefixes.Add(_address + "/");
        _variables["TF_VAR_spacelift_graphql_endpoint"] = _address + "/graphql";
    }

    public void Dispose() => _server.Close();

    [Fact]
    public async Task It_asks_for_an_address_and_puts_the_text_there()
    {
        Serve((200, $$$"""{"url":"{{{_address}}}/put?signature=x","headers":{"x-amz-meta-a":"b"}}"""), (200, ""));

        Assert.True(await Outputs().SendAsync("# Résumé 🔴"), _log.ToString());

        Assert.Equal("POST /worker/plugin_logs_url", _requests[0].Request);
        Assert.Contains($"Authorization: Bearer {Token}", _requests[0].Headers, StringComparison.Ordinal);
        Assert.Equal("""{"plugin_name":"my-plugin"}""", _requests[0].Body);
        Assert.Equal("PUT /put?signature=x", _requests[1].Request);
        Assert.Contains("x-amz-meta-a: b", _requests[1].Headers, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/markdown\r\n", _requests[1].Headers, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", _requests[1].Headers, StringComparison.Ordinal);
        Assert.Equal("# Résumé 🔴", _requests[1].Body);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(401, "{}")]
    [InlineData(200, "<html>")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"url":"not an address","headers":{}}""")]
    public async Task A_failure_is_logged_and_does_not_throw(int status, string answer)
    {
        Serve((status, answer));

        Assert.False(await Outputs().SendAsync("text"));

        Assert.Contains("The Markdown could not be sent", _log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_is_logged_and_does_not_throw()
    {
        Assert.False(await Outputs().SendAsync("text"));
        Assert.Contains("The Markdown could not be sent", _log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TF_VAR_spacelift_graphql_endpoint", "http://example.com/graphql")]
    [InlineData("TF_VAR_spacelift_graphql_endpoint", "")]
    [InlineData("SPACELIFT_API_TOKEN", "")]
    public async Task An_unusable_environment_is_named(string variable, string value)
    {
        _variables[variable] = value;
        Assert.False(await Outputs().SendAsync("text"));
        Assert.Contains(variable, _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_local_run_prints_the_text()
    {
        _variables.Remove("TF_VAR_spacelift_run_id");
        Assert.True(await Outputs().SendAsync("# Title"));
        Assert.Equal("# Title\n", _output.ToString());
    }

    [Fact]
    public async Task Secrets_are_masked_in_the_text()
    {
        Serve((200, $$$"""{"url":"{{{_address}}}/put","headers":{}}"""), (200, ""));
        await Outputs().SendAsync($"the token is {Token}");
        Assert.Equal("the token is *****", _requests[1].Body);
    }

    void Serve(params (int Status, string Body)[] answers)
    {
        _server.Start();
        _ = Task.Run(async () =>
        {
            foreach (var (status, body) in answers)
            {
                var context = await _server.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                _requests.Add(($"{context.Request.HttpMethod} {context.Request.RawUrl}", context.Request.Headers.ToString()!, await reader.ReadToEndAsync()));
                context.Response.StatusCode = status;
                context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: true);
            }
        });
    }

    PluginOutputs Outputs()
    {
        var secrets = new SecretMasker();
        secrets.Add(Token);
        var env = new EnvironmentVariables(_variables.GetValueOrDefault, (_, _) => throw new NotSupportedException());
        var log = new PluginLogger(_log, secrets, "01RUN", "my-plugin", LogLevel.Debug, colors: false);
        return new PluginOutputs("my-plugin", env, log, _output, secrets, TestContext.Current.CancellationToken);
    }
}
