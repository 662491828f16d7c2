using System.Diagnostics;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Tool = Spaceforge.Tests.Shared.Tool;

namespace Spaceforge.Cli.Tests;

/// <summary>The tool as a coding agent uses it.</summary>
public sealed class McpTests : IDisposable
{
    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_client_builds_checks_and_runs_a_plugin()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With(
            "Logger.LogInformation(\"mode {Mode}\", Mode);",
            "[Parameter(\"Mode\", Description = \"How\")] public string Mode { get; init; } = \"none\";"));
        _tool.Folder.Write("bad.yaml", "name: a\nx: 1\n");
        _tool.Folder.Write("deny.rego", "package spacelift\n\ndeny contains \"no \" if input.spacelift.stack.id == \"a\"\n");
        await using var client = await ConnectAsync();

        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["generate", "validate", "check", "run", "simulate", "policy_eval", "explain"], tools.Select(tool => tool.Name));

        Assert.Contains("plugin.yaml", await CallAsync("check", isError: true), StringComparison.Ordinal);
        Assert.StartsWith("[]", await CallAsync("generate"), StringComparison.Ordinal);
        Assert.True(File.Exists(_tool.Folder.PathOf("plugin.yaml")));
        Assert.StartsWith("[]", await CallAsync("check"), StringComparison.Ordinal);
        Assert.Contains("mode strict", await CallAsync(
            "run", false, ("hook", "after_plan"), ("parameters", new Dictionary<string, string> { ["mode"] = "strict" })),
            StringComparison.Ordinal);
        Assert.Contains("SF1105", await CallAsync("validate", true, ("file", "bad.yaml")), StringComparison.Ordinal);
        Assert.Contains("\"outcome\": \"deny\"", await CallAsync(
            "policy_eval", false, ("file", "deny.rego"), ("type", "PLAN"),
            ("input", new { spacelift = new { stack = new { id = "a" } } })), StringComparison.Ordinal);
        Assert.StartsWith("# SF1105", await CallAsync("explain", false, ("code", "sf1105")), StringComparison.Ordinal);

        // What a model gets wrong, it can read.
        Assert.Equal("Unknown argument 'fil'. Did you mean 'file'?", await CallAsync("generate", true, ("fil", "plugin.cs")));
        Assert.Equal("Missing argument 'hook'.", await CallAsync("run", true));
        Assert.StartsWith(
            "'file' must be in the folder", await CallAsync("validate", true, ("file", "../x.yaml")), StringComparison.Ordinal);
        Assert.StartsWith("'hook' must not start with '-'", await CallAsync("run", true, ("hook", "--help")), StringComparison.Ordinal);
        Assert.StartsWith("The parameter 'path' cannot be given", await CallAsync(
            "run", true, ("hook", "after_plan"), ("parameters", new Dictionary<string, string> { ["path"] = "x" })),
            StringComparison.Ordinal);
        Assert.StartsWith("Unknown code 'SF9999'", await CallAsync("explain", true, ("code", "SF9999")), StringComparison.Ordinal);
        var unknown = await Assert.ThrowsAsync<McpProtocolException>(() => CallAsync("delete", true));
        Assert.Contains("Unknown tool 'delete'", unknown.Message, StringComparison.Ordinal);

        async Task<string> CallAsync(string name, bool isError = false, params (string Name, object Value)[] arguments)
        {
            var result = await client.CallToolAsync(
                name, arguments.ToDictionary(argument => argument.Name, argument => (object?)argument.Value),
                cancellationToken: TestContext.Current.CancellationToken);
            var text = string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));
            Assert.True((result.IsError ?? false) == isError, text);
            return text;
        }
    }

    [Fact]
    public async Task Standard_output_has_answers_alone_and_the_end_of_the_input_ends_it()
    {
        string[] messages =
        [
            "this is no message",
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize",
            "params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
            """.ReplaceLineEndings(""),
            """{"jsonrpc":"2.0","method":"notifications/initialized"}""",
            """{"jsonrpc":"2.0","id":2,"method":"nothing"}""",
        ];
        using var server = Process.Start(new ProcessStartInfo(Repository.PathOf("spaceforge"), ["mcp"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _tool.Folder.Path,
        })!;
        foreach (var message in messages) await server.StandardInput.WriteLineAsync(message);
        await server.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var answers = new List<JsonElement>();
        while (answers.Count < 2)
        {
            var line = await Wait.ForAsync(server.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask(), "an answer");
            answers.Add(JsonElement.Parse(line!));
        }

        server.StandardInput.Close();
        await Wait.ForAsync(server.WaitForExitAsync(CancellationToken.None), "the end of the server");
        Assert.Equal(0, server.ExitCode);
        Assert.Equal("", await Wait.ForAsync(server.StandardOutput.ReadToEndAsync(CancellationToken.None), "the end of its output"));
        // In any order, as the protocol allows.
        Assert.Equal("spaceforge", AnswerTo(1).GetProperty("result").GetProperty("serverInfo").GetProperty("name").GetString());
        Assert.Equal(-32601, AnswerTo(2).GetProperty("error").GetProperty("code").GetInt32());

        JsonElement AnswerTo(int id) => answers.Single(answer => answer.GetProperty("id").GetInt32() == id);
    }

    [Fact]
    public async Task A_message_without_an_end_ends_it()
    {
        var script = $"head -c 11000000 /dev/zero | tr '\\0' x | '{Repository.PathOf("spaceforge")}' mcp";
        var outcome = (await new CommandLine("sh", "-c", script) { Folder = _tool.Folder.Path }.RunAsync()).ShouldExit(0);
        Assert.Equal("", outcome.Output);
        Assert.Contains("error: A message is longer than 10000000 bytes.", outcome.Error, StringComparison.Ordinal);
    }

    Task<McpClient> ConnectAsync() => McpClient.CreateAsync(
        new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = Repository.PathOf("spaceforge"),
            Arguments = ["mcp"],
            WorkingDirectory = _tool.Folder.Path,
        }),
        cancellationToken: TestContext.Current.CancellationToken);
}
