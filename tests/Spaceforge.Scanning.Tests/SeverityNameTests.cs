namespace Spaceforge.Scanning.Tests;

/// <summary>The names of severities.</summary>
public sealed class SeverityNameTests
{
    [Theory]
    [InlineData("CRITICAL", Severity.Critical)]
    [InlineData("high", Severity.High)]
    [InlineData("error", Severity.High)]
    [InlineData("Moderate", Severity.Medium)]
    [InlineData("warning", Severity.Medium)]
    [InlineData("LOW", Severity.Low)]
    [InlineData("notice", Severity.Info)]
    [InlineData("INFORMATIONAL", Severity.Info)]
    [InlineData("NONE", Severity.Unknown)]
    [InlineData("", Severity.Unknown)]
    [InlineData(null, Severity.Unknown)]
    public void Names_of_all_scanners_are_read_in_any_case(string? name, Severity severity) =>
        Assert.Equal(severity, SeverityName.Parse(name));
}
