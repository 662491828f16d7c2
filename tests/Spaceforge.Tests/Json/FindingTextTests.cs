using System.CommandLine;
using Spaceforge.Cli.Commands;
using Spaceforge.Cli.Json;

namespace Spaceforge.Tests.Json;

/// <summary>Findings in messages, and the one shape in which programs get them.</summary>
public sealed class FindingTextTests
{
    [Theory]
    [InlineData("plugin.cs(2,5): error CS1026: ) expected", "plugin.cs", 2, 5, "error", "CS1026", ") expected")]
    [InlineData("a b/plugin.cs:12:3: warning SF0203: x: y", "a b/plugin.cs", 12, 3, "warning", "SF0203", "x: y")]
    [InlineData("error SF0201: parameters[0] (key): no", null, null, null, "error", "SF0201", "parameters[0] (key): no")]
    [InlineData("error: plugin.cs does not build.", null, null, null, "error", null, "plugin.cs does not build.")]
    [InlineData("a_test.rego:4:3: rego_unsafe_var_error: x is unsafe", "a_test.rego", 4, 3, "error", "rego_unsafe_var_error", "x is unsafe")]
    [InlineData("suggestion SF0401: Say more.", null, null, null, "suggestion", "SF0401", "Say more.")]
    public void Each_form_of_a_line_is_read(
        string line, string? file, int? row, int? column, string severity, string? code, string message)
    {
        var found = Assert.Single(FindingText.Read($"    2 | foo(;\n{line}\r\n      |   ^\n"));
        Assert.Equal(
            (file, (long?)row, (long?)column, severity, code, message),
            (found.File, found.Line, found.Column, found.Severity, found.Code, found.Message));
    }

    [Fact]
    public void A_range_has_its_end()
    {
        var found = Assert.Single(FindingText.Read("/x/a.csproj(2,5,3,7): error NU1101: No package"));
        Assert.Equal((2L, 5L, 3L, 7L), (found.Line, found.Column, found.EndLine, found.EndColumn));
    }

    [Fact]
    public void A_failure_without_a_finding_is_one()
    {
        var found = Assert.Single(FindingText.OfFailure("plugin.yaml is stale.\n", 1));
        Assert.Equal(("error", "plugin.yaml is stale."), (found.Severity, found.Message));
        Assert.Contains("exit code 70", Assert.Single(FindingText.OfFailure("", 70)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_members_are_there_and_only_our_codes_have_a_page()
    {
        var ours = new JsonFinding { Severity = "error", Message = "m", Code = "SF0201" }.ToJson();
        Assert.Equal(
            ["file", "line", "column", "endLine", "endColumn", "severity", "code", "message", "help"], ours.Select(member => member.Key));
        Assert.EndsWith("/docs/diagnostics/SF0201.md", (string?)ours["help"], StringComparison.Ordinal);
        Assert.Null(new JsonFinding { Severity = "error", Message = "m", Code = "CS1026" }.ToJson()["help"]);
    }

    [Theory]
    [InlineData(true, "validate", "--json")]
    [InlineData(true, "simulate", "x", "--json", "-")]
    [InlineData(true, "simulate", "--json=-")]
    [InlineData(false, "simulate", "--json", "result.json")]
    [InlineData(false, "validate", "--", "--json")]
    public void Who_asks_for_json_is_known_before_the_command_line_is_understood(bool expected, params string[] arguments) =>
        Assert.Equal(expected, JsonOption.IsIn(arguments));

    [Fact]
    public void Each_command_that_reports_findings_or_a_result_has_the_option()
    {
        string[] without = ["new", "run", "runner", "schema", "publish", "cache", "completion", "help", "test", "input", "mcp", "watch"];
        foreach (var command in Leaves(SpaceforgeCommand.Create()))
        {
            if (without.Contains(command.Name)) continue;
            Assert.True(command.Options.Any(option => option.Name == JsonOption.Name), command.Name);
        }
    }

    static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);
}
