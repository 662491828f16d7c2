namespace Spaceforge.Cli.Tests;

/// <summary>Programs that would let a run go on although their check failed.</summary>
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
    [InlineData("await SpaceforgePlugin.RunAsync<Guard>(args);")]
    [InlineData("SpaceforgePlugin.RunAsync<Guard>(args);")]
    [InlineData("_ = SpaceforgePlugin.RunAsync<Guard>(args);")]
    [Attack("author", "drops the result of a failed hook, or does not wait for it, and switches the compiler's error off",
        "the process fails all the same")]
    public async Task A_program_that_drops_the_result_fails(string start)
    {
        _tool.Folder.Write("plugin.cs", $"#:package Spaceforge@1.0.0\nusing Spaceforge;\n\n#pragma warning disable\n{start}{Guard}\n");
        (await _tool.RunAsync("run", "after_plan")).ShouldExit(1);
    }
}
