namespace Spaceforge.Cli.Tests.Account;

/// <summary>What a server, or a proxy before it, can do to the one who calls <c>push</c> and <c>install</c>.</summary>
[Trait("Only", "ci")]
public sealed class HostileAnswerTests : IDisposable
{
    const string Chunked = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    const string Templates = "PluginTemplates";
    const string Create = "PluginTemplateCreate";
    const string Install = "PluginInstall";
    const string Template =
        """{"id":"01T","name":"scanner","isGlobal":false,"description":null,"labels":null,"createdAt":1,"parameters":[]}""";

    readonly AccountTool _account = new();
    readonly HostileSpacelift _server = new();

    public HostileAnswerTests()
    {
        _account.Tool.Variables["SPACELIFT_API_KEY_ENDPOINT"] = _server.Address;
        _account.Tool.Folder.Write("plugin.yaml", AccountTool.Manifest("scanner"));
        _server.Answers[Templates] = HostileSpacelift.Json($$$"""{"data":{"pluginTemplates":[{{{Template}}}]}}""");
        _server.Answers["PluginTemplate"] = HostileSpacelift.Json("""{"data":{"pluginTemplate":null}}""");
        _server.Answers[Create] = HostileSpacelift.Json("""{"data":{"pluginTemplateCreate":{"id":"01NEW"}}}""");
        _server.Answers[Install] = HostileSpacelift.Json("""{"data":{"pluginInstall":{"id":"01PLUGIN"}}}""");
    }

    public static TheoryData<string> Shapes =>
    [
        "", "null", "[]", "7", "\"x\"", "{", "{}", "<html></html>", "\0\u0001", "{\"data\":null}", "{\"data\":[]}", "{\"data\":{}}",
        "{\"data\":{\"F\":null}}", "{\"data\":{\"F\":[]}}", "{\"data\":{\"F\":7}}", "{\"data\":{\"F\":{}}}",
        "{\"data\":{\"F\":{\"id\":null}}}", "{\"data\":{\"F\":{\"id\":7}}}", "{\"data\":{\"F\":{\"id\":[\"01\"]}}}",
        "{\"data\":{\"F\":{\"id\":{\"id\":\"01\"}}}}", "{\"data\":{\"F\":{\"id\":\"\"}}}",
        "{\"data\":{\"F\":{\"id\":\"01\",\"id\":\"02\"}}}", "{\"data\":{\"F\":{\"id\":\"01\"}},\"data\":{\"F\":{\"id\":\"02\"}}}",
        "{\"errors\":\"no\",\"data\":null}", "{\"errors\":[[],7,null,{\"message\":{}}],\"data\":null}",
        "DEEP", "DEEP OBJECTS", "MANY ERRORS",
    ];

    public void Dispose()
    {
        _server.Dispose();
        _account.Dispose();
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    [Attack("API",
        "an answer to the change that push or install makes: empty, no JSON, of other types, without an id, with duplicate keys, 100,000 levels deep, with 50,000 errors",
        "a short error; that the change may have been made is said, and there is no stack trace")]
    public async Task A_changes_answer_of_another_shape_is_told(string shape)
    {
        var body = shape switch
        {
            "DEEP" => $"{{\"data\":{new string('[', 100_000)}{new string(']', 100_000)}}}",
            "DEEP OBJECTS" => string.Concat(Enumerable.Repeat("{\"data\":", 100_000)) + "1" + new string('}', 100_000),
            "MANY ERRORS" => $$"""{"errors":[{{string.Join(',', Enumerable.Repeat("""{"message":"no"}""", 50_000))}}],"data":null}""",
            _ => shape,
        };
        _server.Answers[Create] = HostileSpacelift.Json(body.Replace("\"F\"", "\"pluginTemplateCreate\"", StringComparison.Ordinal));
        _server.Answers[Install] = HostileSpacelift.Json(body.Replace("\"F\"", "\"pluginInstall\"", StringComparison.Ordinal));
        foreach (var arguments in (string[][])[["push"], ["install", "scanner", "--stack-label", "scan"]])
        {
            var outcome = await FailsAsync(arguments);
            Assert.DoesNotContain("Created", outcome.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("Installed", outcome.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Chunked, "8000\r\nBYTES\r\n", "has more than 10000000 bytes")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "BYTES", "has more than 10000000 bytes")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "BYTES", "has more than 10000000 bytes")]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-Long: BYTES\r\n", "")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Long: ", "BYTES", "")]
    [InlineData("", "BYTES", "")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "")]
    [Attack("API", "an answer to push or install whose body, header, headers or interim answers never end, or that claims 100 GB",
        "an error, in bounded memory")]
    public async Task An_endless_answer_ends(string start, string part, string message)
    {
        part = part.Replace("BYTES", new string('x', 0x8000), StringComparison.Ordinal);
        _server.Answers[Create] = HostileSpacelift.Endless(start, part);
        _server.Answers[Install] = HostileSpacelift.Endless(start, part);
        foreach (var arguments in (string[][])[["push"], ["install", "scanner", "--stack-label", "scan"]])
        {
            Assert.Contains(message, (await FailsAsync(arguments)).Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    [Attack("API", "redirects push or install, with their token and their secrets, to another server", "nothing is sent there")]
    public async Task Another_server_gets_nothing(int status)
    {
        using var elsewhere = new HostileSpacelift();
        var host = elsewhere.Address["http://".Length..];
        foreach (var location in (string[])[elsewhere.Address + "/graphql", $"//{host}", $"http://a@{host}"])
        {
            var answer = HostileSpacelift.Raw($"HTTP/1.1 {status} Elsewhere\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
            _server.Answers[Create] = answer;
            _server.Answers[Install] = answer;
            await FailsAsync("push");
            await FailsAsync("install", "scanner", "--stack-label", "scan");
        }

        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    [Attack("API", "ids and names with escape sequences, line breaks, paths, GraphQL and shell text, or of megabytes",
        "they are shown on one line, shortened, and quoted in commands that messages suggest; they are sent as values only")]
    public async Task Ids_and_names_are_text()
    {
        const string Wild = "../x\\n\\u001b[2J\\u202e\\\") { secret } #$(touch here)'`";
        var huge = new string('y', 2_000_000);
        var template = Template.Replace("01T", Wild, StringComparison.Ordinal).Replace("\"parameters\":[]",
            $$"""
            "parameters":[{"id":"{{Wild}}","name":"{{Wild}}","type":"{{Wild}}","sensitive":true,"required":true,"default":null},
            {"id":"{{huge}}","name":"{{huge}}","type":"number","sensitive":false,"required":true,"default":null}]
            """, StringComparison.Ordinal);
        _server.Answers[Templates] = HostileSpacelift.Json($$"""{"data":{"pluginTemplates":[{{template}},{{template}}] } }""");
        ShouldBeTame(await FailsAsync("install", "scanner", "--stack-label", "scan"));
        ShouldBeTame(await FailsAsync("install", "other", "--stack-label", "scan"));

        _server.Answers[Templates] = HostileSpacelift.Json($$"""{"data":{"pluginTemplates":[{{template}}] } }""");
        var missing = ShouldBeTame(await FailsAsync("install", "scanner", "--stack-label", "scan"));
        Assert.Contains("--param-env '../x", missing.Error, StringComparison.Ordinal);
        Assert.Contains("'\\''", missing.Error, StringComparison.Ordinal);

        _server.Answers[Create] = HostileSpacelift.Json($$$"""{"data":{"pluginTemplateCreate":{"id":"{{{Wild}}}{{{huge}}}" } } }""");
        ShouldBeTame((await _account.Tool.RunAsync("push")).ShouldExit(0));
        _server.Answers["Plugins"] = HostileSpacelift.Json("""{"data":{"plugins":[]}}""");
        _server.Answers["PluginTemplateDelete"] = HostileSpacelift.Json($$$"""{"errors":[{"message":"{{{Wild}}}{{{huge}}}" }]}""");
        ShouldBeTame(await FailsAsync("push", "--replace"));
        var deletion = _server.Requests.Last();
        Assert.Contains("\"query\":\"mutation PluginTemplateDelete($id: ID!) { pluginTemplateDelete(id: $id) { id } }\"",
            deletion, StringComparison.Ordinal);
        Assert.StartsWith("POST /graphql HTTP/1.1\r\n", deletion, StringComparison.Ordinal);

        static Outcome ShouldBeTame(Outcome outcome)
        {
            var all = outcome.Output + outcome.Error;
            Assert.True(all.Length < 20_000, $"{all.Length} characters");
            Assert.DoesNotContain('\e', all);
            Assert.DoesNotContain('\u202e', all);
            Assert.DoesNotContain("../x\n", all, StringComparison.Ordinal);
            return outcome;
        }
    }

    [Fact]
    [Attack("API", "20,000 templates, or as many required parameters of one", "the first ones are named")]
    public async Task Many_names_fill_no_terminal()
    {
        var many = string.Join(',', Enumerable.Range(0, 20_000).Select(i =>
            Template.Replace("01T", $"01T{i}", StringComparison.Ordinal).Replace("scanner", $"scanner{i % 2}", StringComparison.Ordinal)));
        _server.Answers[Templates] = HostileSpacelift.Json($$$"""{"data":{"pluginTemplates":[{{{many}}}]}}""");
        Assert.Contains(" and 19980 more", (await FailsAsync("install", "other", "--stack-label", "scan")).Error, StringComparison.Ordinal);
        var ambiguous = await FailsAsync("install", "scanner1", "--stack-label", "scan");
        Assert.Contains(" and 9980 more", ambiguous.Error, StringComparison.Ordinal);

        var parameters = string.Join(',', Enumerable.Range(0, 20_000).Select(i =>
            $$"""{"id":"p{{i}}","name":"P{{i}}","type":"string","sensitive":false,"required":true,"default":null}"""));
        _server.Answers[Templates] = HostileSpacelift.Json(
            $$$"""{"data":{"pluginTemplates":[{{{Template.Replace("[]", $"[{parameters}]", StringComparison.Ordinal)}}}]}}""");
        await FailsAsync("install", "scanner", "--stack-label", "scan");
    }

    [Fact]
    [Attack("API", "sends the answer to push a byte at a time, without an end", "push ends with an error after 30 seconds")]
    public async Task A_trickling_answer_ends()
    {
        using var slow = new HostileSpacelift { IsSlow = true };
        slow.Answers[Templates] = HostileSpacelift.Json("""{"data":{"pluginTemplates":[]}}""");
        slow.Answers[Create] = HostileSpacelift.Endless(Chunked, "1\r\nx\r\n");
        _account.Tool.Variables["SPACELIFT_API_KEY_ENDPOINT"] = slow.Address;
        Assert.Contains("There was no answer within 30 s.", (await FailsAsync("push")).Error, StringComparison.Ordinal);
    }

    async Task<Outcome> FailsAsync(params string[] arguments)
    {
        var outcome = await _account.RunAsync(arguments);
        Assert.True(outcome.ExitCode is 1 or 2, $"Exit code {outcome.ExitCode}\n{outcome.Error}");
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hostile-token", outcome.Output + outcome.Error, StringComparison.Ordinal);
        Assert.InRange(outcome.Error.Length, 1, 20_000);
        return outcome;
    }
}
