namespace Spaceforge.Cli.Tests;

/// <summary>Programs that would let a run continue although their check failed.</summary>
public sealed class GuardTests : IDisposable
{
    const string Guard = """


        sealed class Guard : SpaceforgePlugin
        {
            public override string Name => "guard";
            public override string? Description => "Lets nothing through.";

            protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
            {
                await Task.Delay(50, cancellationToken);
                throw new PluginFailedException("refused");
            }
        }
        """;

    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("_ = SpaceforgePlugin.RunAsync<Guard>(args);")]
    [InlineData("_ = SpaceforgePlugin.RunAsync<Guard>(args);\nreturn 0;")]
    [InlineData("_ = SpaceforgePlugin.RunAsync<Guard>(args);\nEnvironment.Exit(0);")]
    [InlineData("var code = await SpaceforgePlugin.RunAsync<Guard>(args);\nif (code != 0) Console.WriteLine(code);\nEnvironment.Exit(0);")]
    [Attack("author",
        "ignores a failed hook's result, returns 0 instead, or does not wait for it, and suppresses the compiler error",
        "the process still fails")]
    public async Task A_program_that_drops_the_result_fails(string start)
    {
        Write(start);
        (await _tool.RunAsync("run", "after_plan")).ShouldExit(1);
    }

    [Theory]
    [InlineData("await SpaceforgePlugin.RunAsync<Guard>(args);")]
    [InlineData("SpaceforgePlugin.RunAsync<Guard>(args);")]
    [InlineData("await SpaceforgePlugin.RunAsync<Guard>(args);\nreturn 0;")]
    [InlineData("var code = await SpaceforgePlugin.RunAsync<Guard>(args);\nif (code != 0) Console.WriteLine(code);\nreturn 0;")]
    [InlineData("try { return await SpaceforgePlugin.RunAsync<Guard>(args); }\nfinally { Environment.Exit(0); }")]
    [Attack("author", "generates the manifest of a program that ignores the exit code, with the compiler error suppressed",
        "generate simulates a failure, reports the wrong exit code, and writes nothing")]
    public async Task No_manifest_is_made_of_it(string start)
    {
        Write(start);
        (await _tool.RunAsync("run", "after_plan")).ShouldExit(1);
        await ShouldBeRefusedAsync("generate");
    }

    [Fact]
    public async Task No_option_makes_a_manifest_of_it()
    {
        Write("SpaceforgePlugin.RunAsync<Guard>(args);");
        foreach (var arguments in (string[])["--timings", "-o -", "--form source"]) await ShouldBeRefusedAsync($"generate {arguments}");
    }

    [Theory]
    [InlineData("return await SpaceforgePlugin.RunAsync<Guard>(args) == 0 ? 0 : 1;", 1)]
    [InlineData("Environment.ExitCode = await SpaceforgePlugin.RunAsync<Guard>(args);", 1)]
    [InlineData("if (await SpaceforgePlugin.RunAsync<Guard>(args) != 0) Environment.Exit(3);", 3)]
    [InlineData("if (await SpaceforgePlugin.RunAsync<Guard>(args) != 0) throw new InvalidOperationException();", 1)]
    public async Task What_keeps_it_in_its_own_way_is_left_alone(string start, int exitCode)
    {
        Write(start);
        (await _tool.RunAsync("generate")).ShouldExit(0);
        Assert.True(File.Exists(_tool.Folder.PathOf("plugin.yaml")));
        (await _tool.RunAsync("run", "after_plan")).ShouldExit(exitCode);
    }

    async Task ShouldBeRefusedAsync(string arguments)
    {
        var result = (await _tool.RunAsync(arguments.Split(' '))).ShouldExit(2);
        Assert.Contains("error SF1011: The program ignores the hook's result", result.Error, StringComparison.Ordinal);
        Assert.Contains("return await SpaceforgePlugin.RunAsync<Guard>(args);", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
        Assert.False(File.Exists(_tool.Folder.PathOf("plugin.yaml")));
    }

    void Write(string start) => _tool.Folder.Write(
        "plugin.cs", $"#:package Spaceforge@1.0.0\nusing Spaceforge;\n\n#pragma warning disable\n{start}{Guard}\n");
}
