using System.Text.RegularExpressions;

namespace Spaceforge.Tests.Architecture;

/// <summary>The tests that <c>tests/faults/run</c> runs by name, which takes too long for CI.</summary>
public sealed partial class FaultNameTests
{
    [Fact]
    public void Each_is_there()
    {
        var command = File.ReadAllText(Repository.PathOf("tests", "faults", "run"));
        var sources = Directory.EnumerateFiles(Repository.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .ToArray();
        (string Class, string Method)[] named =
            [.. TestName().Matches(command).Select(match => (match.Groups["class"].Value, match.Groups["method"].Value))];

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, test => !sources.Any(source =>
            Regex.IsMatch(source, $@"\bclass {test.Class}\b") && source.Contains($" {test.Method}(", StringComparison.Ordinal)));
    }

    [GeneratedRegex("\"(?<class>[A-Za-z]+Tests)\\.(?<method>\\w+)\"")]
    private static partial Regex TestName();
}
