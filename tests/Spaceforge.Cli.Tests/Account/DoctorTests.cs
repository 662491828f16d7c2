using System.Text.Json.Nodes;

namespace Spaceforge.Cli.Tests.Account;

/// <summary><c>spaceforge doctor</c>: no request unless it is asked for, and no secret at all.</summary>
public sealed class DoctorTests : IDisposable
{
    readonly AccountTool _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task Credentials_are_only_tried_when_asked()
    {
        var offline = JsonNode.Parse((await _account.RunAsync("doctor", "--json")).ShouldExit(0).Output)!;
        Assert.True((bool)offline["good"]!);
        Assert.Equal(("ok", "for 127.0.0.1 (not tried; --online does)"), Credentials(offline));
        Assert.Empty(_account.Spacelift.Requests);

        // Whether the machine's feeds can be reached is not this test's matter.
        var online = JsonNode.Parse((await _account.RunAsync("doctor", "--online", "--json")).Output)!;
        Assert.Equal(("ok", "127.0.0.1 accepts them"), Credentials(online));
        _account.Tool.Variables["SPACELIFT_API_KEY_SECRET"] = "wrong-secret";
        var refused = await _account.RunAsync("doctor", "--online", "--json");
        Assert.Equal("broken", Credentials(JsonNode.Parse(refused.ShouldExit(1).Output)!).State);
        Assert.DoesNotContain("wrong-secret", refused.Output + refused.Error, StringComparison.Ordinal);

        _account.Tool.Variables["SPACELIFT_API_KEY_SECRET"] = null;
        _account.Tool.Variables["SPACELIFT_API_KEY_ENDPOINT"] = null;
        _account.Tool.Variables["SPACELIFT_API_KEY_ID"] = null;
        var text = (await _account.RunAsync("doctor")).ShouldExit(0).Output;
        Assert.Contains("missing  Credentials: neither in the environment nor in a profile of spacectl\n", text, StringComparison.Ordinal);
        Assert.Contains("         Set SPACELIFT_API_KEY_ENDPOINT, ", text, StringComparison.Ordinal);
    }

    static (string? State, string? Found) Credentials(JsonNode report)
    {
        var check = report["checks"]!.AsArray().Single(check => (string?)check!["name"] == "Credentials")!;
        return ((string?)check["state"], (string?)check["found"]);
    }
}
