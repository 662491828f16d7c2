namespace Spaceforge.Tests.Fuzzing;

/// <summary>
/// What <c>tests/Spaceforge.Fuzzing/run</c> does for hours, for a moment: the corpus, and always the same mutations of it.
/// </summary>
public sealed class FuzzingTests
{
    // Beside this program, built in the same way.
    static readonly string Program = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Spaceforge.Fuzzing", new DirectoryInfo(AppContext.BaseDirectory).Name,
        "Spaceforge.Fuzzing.dll");

    [Theory]
    [InlineData("manifest")]
    [InlineData("plan")]
    [InlineData("state")]
    [InlineData("policy-input")]
    [InlineData("graphql")]
    [InlineData("upload")]
    [InlineData("rego-parser")]
    [InlineData("rego-evaluator")]
    [InlineData("image")]
    [InlineData("layer")]
    [InlineData("image-manifest")]
    [InlineData("config")]
    [InlineData("sops")]
    [InlineData("payload")]
    [InlineData("launcher")]
    public async Task A_reader_reads_anything_or_says_why_not(string target)
    {
        // A process of its own: an input may end it, and has a limit of memory.
        var findings = Directory.CreateTempSubdirectory("spaceforge-fuzzing-");
        var result = await new CommandLine("dotnet", "exec", Program, "short", target, findings.FullName).RunAsync();
        Assert.True(result.ExitCode == 0, $"{result.Output}{result.Error}\nThe input is left in {findings}.");
        findings.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_target_is_run()
    {
        var listed = await new CommandLine("dotnet", "exec", Program, "list").RunAsync();
        var tested = typeof(FuzzingTests).GetMethod(nameof(A_reader_reads_anything_or_says_why_not))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Select(data => (string)((InlineDataAttribute)data).Data[0]!);
        Assert.Equal(listed.Output.Trim().Split('\n').Order(), tested.Order());
    }
}
