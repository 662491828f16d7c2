using Spaceforge.Testing;

namespace Spaceforge.Cli.Tests.Account;

/// <summary>Credentials come from the same places as spacectl's, and are never shown.</summary>
public sealed class CredentialTests : IDisposable
{
    const string ProfileSecret = "profile-key-secret";
    const string GitHubToken = "ghp_0123456789abcdef";

    readonly AccountTool _account = new();

    public CredentialTests()
    {
        foreach (var name in (string[])["ENDPOINT", "ID", "SECRET"]) _account.Tool.Variables[$"SPACELIFT_API_KEY_{name}"] = null;
        _account.Spacelift.ApiKeys.Add(new FakeApiKey { Id = "01PROFILE", Secret = ProfileSecret });
        _account.Spacelift.GitHubTokens.Add(GitHubToken);
    }

    /// <summary>Variables, profiles, and the resulting login. @ is the account's address, TOKEN its token.</summary>
    public static TheoryData<string, string?, string> Found => new()
    {
        { "SPACELIFT_API_TOKEN=TOKEN", null, "token" },
        { "SPACELIFT_API_KEY_ENDPOINT=@ SPACELIFT_API_GITHUB_TOKEN=GITHUB", null, "github" },
        { "SPACELIFT_API_KEY_ENDPOINT=@/ SPACELIFT_API_KEY_ID=01KEY SPACELIFT_API_KEY_SECRET=KEY", null, "01KEY" },
        { "SPACELIFT_API_KEY_ENDPOINT=@/graphql SPACELIFT_API_KEY_ID=01KEY SPACELIFT_API_KEY_SECRET=KEY", null, "01KEY" },
        { "SPACELIFT_API_ENDPOINT=@ SPACELIFT_API_KEY_ID=01KEY SPACELIFT_API_KEY_SECRET=KEY", null, "01KEY deprecated" },
        { "SPACELIFT_API_TOKEN=TOKEN SPACELIFT_API_KEY_ENDPOINT=@ SPACELIFT_API_GITHUB_TOKEN=GITHUB SPACELIFT_API_KEY_ID=01KEY SPACELIFT_API_KEY_SECRET=KEY", null, "token" },
        { "SPACELIFT_API_KEY_ENDPOINT=@ SPACELIFT_API_GITHUB_TOKEN=GITHUB SPACELIFT_API_KEY_ID=01KEY SPACELIFT_API_KEY_SECRET=KEY",
            null, "github" },
        { "SPACELIFT_API_PREFERRED_METHOD=ApiKey SPACELIFT_API_TOKEN=TOKEN SPACELIFT_API_KEY_ENDPOINT=@ SPACELIFT_API_KEY_ID=01KEY SPACELIFT_API_KEY_SECRET=KEY", null, "01KEY" },
        { "SPACELIFT_API_PREFERRED_METHOD=github SPACELIFT_API_TOKEN=TOKEN SPACELIFT_API_KEY_ENDPOINT=@ SPACELIFT_API_GITHUB_TOKEN=GITHUB",
            null, "github" },
        { "SPACELIFT_API_TOKEN=TOKEN", KeyProfile, "token" },
        { "", KeyProfile, "01PROFILE" },
        { "SPACELIFT_API_TOKEN=", KeyProfile, "01PROFILE" },
        { "SPACELIFT_API_KEY_ID=01KEY", KeyProfile,
            "01PROFILE Using the profile 'mine': the environment has SPACELIFT_API_KEY_ID, but not" },
        { "SPACELIFT_API_PREFERRED_METHOD=github SPACELIFT_API_TOKEN=TOKEN", KeyProfile, "01PROFILE" },
        { "SPACELIFT_API_TOKEN=TOKEN --profile mine", KeyProfile, "01PROFILE" },
        { "",
            """{"currentProfileAlias":"g","profiles":{"g":{"alias":"g","credentials":{"type":2,"endpoint":"@","access_token":"GITHUB"}}}}""", "github" },
        { "", """{"currentProfileAlias":"t","profiles":{"t":{"alias":"t","credentials":{"type":3,"access_token":"TOKEN"}}}}""", "token" },
        { "",
            """{"currentProfileAlias":"t","profiles":{"t":{"alias":"t","credentials":{"type":3,"endpoint":"@","access_token":"TOKEN"}}}}""",
            "token" },
    };

    public static TheoryData<string, string?, string> Refused => new()
    {
        { "", null,
            "No credentials found: the environment has neither SPACELIFT_API_TOKEN nor SPACELIFT_API_KEY_ENDPOINT with SPACELIFT_API_KEY_ID and SPACELIFT_API_KEY_SECRET, and " },
        { "SPACELIFT_API_KEY_ENDPOINT=@ SPACELIFT_API_KEY_ID=01KEY", null,
            "the environment has SPACELIFT_API_KEY_ENDPOINT and SPACELIFT_API_KEY_ID, but not SPACELIFT_API_KEY_SECRET" },
        { "SPACELIFT_API_PREFERRED_METHOD=password", null,
            "SPACELIFT_API_PREFERRED_METHOD is 'password'; it must be one of token, github, apikey." },
        { "SPACELIFT_API_TOKEN=no-jwt-at-all", null, "SPACELIFT_API_TOKEN is not a Spacelift token" },
        { "SPACELIFT_API_TOKEN=e30.eyJhdWQiOlsiYSIsImIiXX0.x", null, "SPACELIFT_API_TOKEN is not a Spacelift token" },
        { "SPACELIFT_API_KEY_ENDPOINT=http://example.com SPACELIFT_API_KEY_ID=01KEY SPACELIFT_API_KEY_SECRET=KEY",
            null, "The address in SPACELIFT_API_KEY_ENDPOINT must start with https://" },
        { "SPACELIFT_API_KEY_ENDPOINT=@ SPACELIFT_API_KEY_ID=01OTHER SPACELIFT_API_KEY_SECRET=KEY",
            null, "The API key '01OTHER' does not exist" },
        { "SPACELIFT_API_KEY_ENDPOINT=@ SPACELIFT_API_GITHUB_TOKEN=ghp_another", null,
            "Spacelift does not accept the owner of this GitHub token." },
        { "--profile yours", KeyProfile, "Profile 'yours' not found in " },
        { "--profile yours", null, "Profile 'yours' not found: " },
        { "", "", "is not a valid profiles file: the first error is on line 1." },
        { "", "{\n\"profiles\": {\"mine\": \"profile-key-secret\"", "is not a valid profiles file: the first error is on line 2." },
        { "", "[]", "is not a valid profiles file" },
        { "", """{"currentProfileAlias":"mine"}""", "Profile 'mine' not found: " },
        { "", """{"profiles":{"mine":{}}}""", "has no current profile. Set these variables, or log in: spacectl profile login NAME" },
        { "", """{"currentProfileAlias":"mine","profiles":{"mine":null}}""", "The profile 'mine' in " },
        { "", """{"currentProfileAlias":"mine","profiles":{"mine":{"credentials":{"type":9}}}}""",
            "has credentials of unknown type 9; the types are 1 (API key), 2 (GitHub) and 3 (token)" },
        { "", """{"currentProfileAlias":"mine","profiles":{"mine":{"credentials":{"type":1,"endpoint":"@","key_id":"01PROFILE"}}}}""",
            "has no 'key_secret'" },
        { "",
            """{"currentProfileAlias":"mine","profiles":{"mine":{"credentials":{"type":1,"endpoint":"http://example.com","key_id":"a","key_secret":"profile-key-secret"}}}}""", "The address in the profile 'mine' must start with https://" },
    };

    const string KeyProfile =
        """{"currentProfileAlias":"mine","profiles":{"mine":{"alias":"mine","credentials":{"type":1,"endpoint":"@","key_id":"01PROFILE","key_secret":"profile-key-secret"}}}}""";

    public void Dispose() => _account.Dispose();

    [Theory]
    [InlineData("mkfifo -m 600 config.json", "not a regular file")]
    [InlineData("mkdir -m 700 config.json", "not a regular file")]
    [InlineData("umask 077; truncate -s 3G config.json", "larger than")]
    [Attack("other users of the machine", "a FIFO, a folder or a huge file as profiles", "a prompt error that names it")]
    public async Task Profiles_that_are_not_a_file_are_refused(string command, string reason)
    {
        var folder = Directory.CreateDirectory(_account.Tool.Folder.PathOf(
            "config"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        (await new CommandLine("/bin/sh", "-c", command) { Folder = folder }.RunAsync()).ShouldExit(0);
        var outcome = (await Wait.ForAsync(_account.RunAsync("list"), "what the tool says of its profiles")).ShouldExit(2);
        Assert.Contains(reason, outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Found))]
    public async Task Credentials_are_found_in_order(string settings, string? profiles, string expected)
    {
        var outcome = (await ListAsync(settings, profiles)).ShouldExit(0);

        var logIn = _account.Spacelift.Requests.First().Body;
        var (who, told) = expected.Split(' ', 2) is [var first, var rest] ? (first, rest) : (expected, "");
        if (who == "token") Assert.Equal($"Bearer {_account.Spacelift.RunToken}",
            _account.Spacelift.Requests.First().Headers["Authorization"]);
        else Assert.Contains(who == "github" ? GitHubToken : who, logIn, StringComparison.Ordinal);
        Assert.Contains(told, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(told.Length == 0, outcome.Error.Length == 0);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Wrong_credentials_are_reported(string settings, string? profiles, string message)
    {
        var outcome = await ListAsync(settings, profiles);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        // What the account refuses is no mistake in the command.
        Assert.Equal(message.StartsWith("The API key", StringComparison.Ordinal)
            || message.StartsWith("Spacelift does", StringComparison.Ordinal) ? 1 : 2, outcome.ExitCode);
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("600", "700", null)]
    [InlineData("400", "500", null)]
    [InlineData("640", "700", "config/config.json", "640")]
    [InlineData("604", "700", "config/config.json", "604")]
    [InlineData("602", "700", "config/config.json", "602")]
    [InlineData("600", "755", "config", "755")]
    [InlineData("600", "720", "config", "720")]
    public async Task Profiles_that_others_can_open_are_refused(string file, string folder, string? open, string mode = "")
    {
        var outcome = await ListAsync("", KeyProfile, file, folder);
        (await new CommandLine("chmod", "700", _account.Tool.Folder.PathOf("config")).RunAsync()).ShouldExit(0);

        outcome.ShouldExit(open is null ? 0 : 2);
        if (open is null) return;

        Assert.Contains($"{_account.Tool.Folder.PathOf(open)} contains secrets and other users can read it (mode {mode}). Fix it with: chmod ", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_account.Spacelift.Requests);
    }

    [Fact]
    public async Task A_link_to_a_closed_file_is_followed()
    {
        _account.Tool.Folder.Write("elsewhere.json", KeyProfile.Replace("@", Address, StringComparison.Ordinal));
        (await new CommandLine("chmod", "600", _account.Tool.Folder.PathOf("elsewhere.json")).RunAsync()).ShouldExit(0);
        Directory.CreateDirectory(
            _account.Tool.Folder.PathOf("config"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(_account.Tool.Folder.PathOf("config", "config.json"), _account.Tool.Folder.PathOf("elsewhere.json"));
        (await _account.RunAsync("list")).ShouldExit(0);
    }

    string Address => _account.Spacelift.Endpoint[..^"/graphql".Length];

    async Task<Outcome> ListAsync(string settings, string? profiles, string fileMode = "600", string folderMode = "700")
    {
        string Fill(string text) => text.Replace("@", Address, StringComparison.Ordinal)
            .Replace("\"TOKEN\"", $"\"{_account.Spacelift.RunToken}\"", StringComparison.Ordinal)
            .Replace("=TOKEN", $"={_account.Spacelift.RunToken}", StringComparison.Ordinal)
                .Replace("GITHUB\"", $"{GitHubToken}\"", StringComparison.Ordinal)
            .Replace("=GITHUB", $"={GitHubToken}", StringComparison.Ordinal)
                .Replace("SECRET=KEY", $"SECRET={AccountTool.KeySecret}", StringComparison.Ordinal);

        var words = Fill(settings).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words.Where(word => word.StartsWith("SPACELIFT", StringComparison.Ordinal)))
        {
            var (name, value) = (word[..word.IndexOf(
                '=', StringComparison.Ordinal)], word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            _account.Tool.Variables[name] = value;
        }

        if (profiles is not null)
        {
            var file = _account.Tool.Folder.Write("config/config.json", Fill(profiles));
            (await new CommandLine("chmod", fileMode, file).RunAsync()).ShouldExit(0);
            (await new CommandLine("chmod", folderMode, _account.Tool.Folder.PathOf("config")).RunAsync()).ShouldExit(0);
        }

        var outcome = await _account.RunAsync(["list", .. words.Where(word => !word.StartsWith("SPACELIFT", StringComparison.Ordinal))]);
        foreach (var secret in (string[])[ProfileSecret, GitHubToken, _account.Spacelift.RunToken, "no-jwt-at-all", "ghp_another"])
        {
            Assert.DoesNotContain(secret, outcome.Output + outcome.Error, StringComparison.Ordinal);
        }
        return outcome;
    }
}
