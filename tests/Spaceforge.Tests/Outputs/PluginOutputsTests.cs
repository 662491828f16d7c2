using Spaceforge.Testing;
using Spaceforge.Tests.Services;

namespace Spaceforge.Tests.Outputs;

/// <summary>Markdown goes to Spacelift by its upload protocol, over a real socket, and never fails the hook.</summary>
public class PluginOutputsTests : IDisposable
{
    readonly HookOf _hook;

    public PluginOutputsTests()
        : this(useCurl: false)
    {
    }

    protected PluginOutputsTests(bool useCurl) => _hook = new HookOf(useCurl);

    public static TheoryData<Fault> FinalFaults =>
    [
        Fault.Status(401), Fault.Status(404), Fault.Answer("<html>"), Fault.Answer("[]"), Fault.Answer("{}"), Fault.LongAnswer(20_000_000),
        Fault.Answer("""{"url":"not an address","headers":{}}"""), Fault.Answer("""{"url":"http://example.com/upload","headers":{}}"""),
        Fault.Answer("""{"url":"https://127.0.0.1:1/","url":"https://127.0.0.1:1/"}"""),
        Fault.Answer("""{"url":5}"""), Fault.Answer("""{"url":"https://\ud800"}"""),
        Fault.Answer("""{"url":"https://[::1"}"""),
    ];

    public void Dispose()
    {
        _hook.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task It_asks_for_an_address_and_puts_the_text_there()
    {
        var sent = false;
        var outcome = await _hook.RunAsync(async plugin => sent = await plugin.SendMarkdownAsync("# Résumé 🔴"));

        Assert.True(sent, outcome.Log);
        Assert.Equal(["# Résumé 🔴"], outcome.Markdown);
        Assert.Equal("# Résumé 🔴", _hook.Spacelift.PluginOutputs["my-plugin"]);
        var (question, upload) = (_hook.Spacelift.Requests.First(), _hook.Spacelift.Requests.Last());
        Assert.Equal($"Bearer {_hook.Spacelift.RunToken}", question.Headers["Authorization"]);
        Assert.Equal("text/markdown", upload.Headers["Content-Type"]);
        Assert.Equal("15", upload.Headers["Content-Length"]);
        Assert.False(upload.Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [MemberData(nameof(FinalFaults), DisableDiscoveryEnumeration = true)]
    [Attack("API", "a malformed upload URL for Markdown", "it is logged, and the hook continues")]
    public async Task A_failure_is_logged_and_does_not_fail_the_hook(Fault fault)
    {
        _hook.Spacelift.Fail(fault);
        var sent = true;
        var outcome = await _hook.RunAsync(async plugin => sent = await plugin.SendMarkdownAsync("text"));

        Assert.False(sent);
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("The Markdown could not be sent", outcome.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(_hook.Spacelift.RunToken, outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"X-A\":\"line\\nX-B: break\"")]
    [InlineData("\"X A\":\"b\"")]
    [InlineData("\"\":\"\"")]
    [InlineData("\"Content-Length\":\"1\"")]
    [InlineData("\"Host\":\"\\u0000\"")]
    [InlineData("\"X\":{\"a\":1},\"Y\":null,\"Z\":[]")]
    [Attack("API", "invalid headers for the upload", "the hook continues, even if the Markdown is lost")]
    public async Task Headers_of_a_wrong_shape_do_not_fail_the_hook(string headers)
    {
        var address = new Uri(_hook.Spacelift.Endpoint).GetLeftPart(UriPartial.Authority);
        _hook.Spacelift.Fail(Fault.Answer($$"""{"url":"{{address}}/upload/x","headers":{ {{headers}} } }"""));
        var outcome = await _hook.RunAsync(plugin => plugin.SendMarkdownAsync("text"));
        Assert.True(outcome.Succeeded, outcome.Log);
    }

    [Fact]
    public async Task Both_steps_are_tried_again_after_a_passing_fault()
    {
        _hook.Spacelift.Fail(Fault.Status(503), Fault.CutConnection());
        Assert.Equal(["text"], (await _hook.RunAsync(plugin => plugin.SendMarkdownAsync("text"))).Markdown);
        Assert.Equal(4, _hook.Spacelift.Requests.Count);
    }

    [Theory]
    [InlineData("TF_VAR_spacelift_graphql_endpoint", "http://example.com/graphql")]
    [InlineData("TF_VAR_spacelift_graphql_endpoint", "")]
    [InlineData("SPACELIFT_API_TOKEN", "")]
    public async Task An_unusable_environment_is_named(string variable, string value)
    {
        _hook.Harness.Environment[variable] = value;
        var outcome = await _hook.RunAsync(plugin => plugin.SendMarkdownAsync("text"));
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains(variable, outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_local_run_sends_nothing()
    {
        _hook.Harness.Spacelift = null;
        Assert.Equal(["# Title"], (await _hook.RunAsync(plugin => plugin.SendMarkdownAsync("# Title"))).Markdown);
        Assert.Empty(_hook.Spacelift.Requests);
    }
}

/// <summary>The same through curl, as in static executables.</summary>
public sealed class CurlOutputsTests() : PluginOutputsTests(useCurl: true);
