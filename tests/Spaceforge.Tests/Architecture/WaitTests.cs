using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Spaceforge.Tests.Architecture;

/// <summary>Tests wait by <see cref="Wait"/>, which has an end and names what did not come. No test sleeps in place of waiting.</summary>
public sealed class WaitTests
{
    // What waits itself, a server whose fault it is to be slow, a plugin that is full of mistakes, simulated editors, signals at random
    // moments, and a target of fuzzers, which is not a test.
    static readonly string[] Allowed =
    [
        "tests/Shared/SaveKinds.cs",
        "tests/Shared/Wait.cs",
        "tests/Spaceforge.Fuzzing/Targets/LauncherTarget.cs",
        "tests/Spaceforge.Worker.Tests/Serving/FileServer.cs",
        "tests/Spaceforge.Package.Tests/Plugins/mistakes.cs",
        "tests/Spaceforge.Simulation.Tests/Watching/WatchInterruptTests.cs",
        "tests/Spaceforge.Simulation.Tests/Watching/WatchSequenceTests.cs",
        "tests/Spaceforge.Tests/Watching/WatchRoundTests.cs",
    ];

    [Fact]
    public void Every_wait_has_an_end_and_a_name()
    {
        var plugins = Directory.GetDirectories(Repository.PathOf("plugins")).Select(folder => Path.Combine(folder, "tests"));
        string[] folders = [Repository.PathOf("tests"), .. plugins.Where(Directory.Exists)];
        var found = folders.SelectMany(folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Select(file => (Name: Path.GetRelativePath(Repository.Root, file), Path: file))
            .Where(file => !Allowed.Contains(file.Name))
            .SelectMany(file => WaitsIn(File.ReadAllText(file.Path)).Select(wait => $"{file.Name}: {wait}"));
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("Thread.Sleep(10);", true)]
    [InlineData("await Task.Delay(10, stop);", true)]
    [InlineData("await Task.Delay(Timeout.Infinite, stop);", false)]
    [InlineData("await Task.Delay(-1, stop);", false)]
    [InlineData("process.WaitForExit();", true)]
    [InlineData("await process.WaitForExitAsync(stop);", true)]
    [InlineData("await Wait.ForAsync(process.WaitForExitAsync(stop), \"the end\");", false)]
    [InlineData("await running.WaitAsync(limit);", true)]
    [InlineData("var line = await process.StandardError.ReadLineAsync(stop);", true)]
    [InlineData("var text = \"Thread.Sleep(10);\";", false)]
    public void Waits_are_found(string statement, bool isFound) =>
        Assert.Equal(isFound, WaitsIn($"class C {{ async Task M() {{ {statement} }} }}").Any());

    static IEnumerable<string> WaitsIn(string source) => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes()
        .OfType<InvocationExpressionSyntax>()
        .Where(IsWait)
        .Select(call => call.ToString());

    static bool IsWait(InvocationExpressionSyntax call)
    {
        if (call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } member) return false;

        return (member.Expression.ToString(), name) switch
        {
            ("Thread", "Sleep") => true,
            ("Task", "Delay") => call.ArgumentList.Arguments is not [{ Expression: var time }, ..]
                || time.ToString() is not ("-1" or "Timeout.Infinite" or "Timeout.InfiniteTimeSpan"),
            (_, "WaitForExit" or "WaitAsync") => true,
            (_, "WaitForExitAsync") => call.Parent is AwaitExpressionSyntax,
            (var stream, "ReadToEndAsync" or "ReadLineAsync") =>
                call.Parent is AwaitExpressionSyntax && (stream.EndsWith("StandardOutput", StringComparison.Ordinal)
                    || stream.EndsWith("StandardError", StringComparison.Ordinal)),
            _ => false,
        };
    }
}
