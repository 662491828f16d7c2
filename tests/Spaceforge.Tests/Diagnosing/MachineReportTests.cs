using System.Text.Json.Nodes;
using Spaceforge.Cli.Diagnosing;

namespace Spaceforge.Tests.Diagnosing;

/// <summary>What a machine has, and what a report of it says.</summary>
public sealed class MachineReportTests : IDisposable
{
    readonly TemporaryFolder _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task A_machine_without_anything_is_told_what_for_and_how_to_get_it()
    {
        var report = await ReportAsync();
        Assert.False(report.IsGood);
        Assert.Equal([".NET SDK", ".NET runtime"], report.Checks.Where(check => check.IsProblem).Select(check => check.Name));
        foreach (var name in (string[])["NuGet feed", "Namespaces", "Terraform or OpenTofu", "git", "Editor"])
        {
            Assert.Equal(CheckState.Missing, Check(report, name).State);
        }

        Assert.All(report.Checks, check => Assert.True(check.Purpose.Length > 0 && check.Remedy.Length > 0, check.Name));
        Assert.Contains("Tools to publish for amd64", report.Checks.Select(check => check.Name));
        Assert.EndsWith("\n2 problems.\n", report.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_programs_say_is_read_and_shown_on_one_line()
    {
        Program("dotnet", """
            case $1 in
              --list-sdks) echo '8.0.100 [/sdk]'; echo '10.0.104 [/sdk]' ;;
              --list-runtimes) echo 'Microsoft.AspNetCore.App 10.0.1 [/x]'; echo 'Microsoft.NETCore.App 9.0.0 [/x]' ;;
              *) echo 'E https://user:hidden@feed.example.com/v3/index.json'; echo 'D https://off.example.com/index.json'; echo 'E /a/folder' ;;
            esac
            """);
        Program("tofu", "[ \"$CHECKPOINT_DISABLE\" = 1 ] && printf 'OpenTofu v1.9.0\\033[2J\\nmore\\n'");
        Program("unshare", "exit 1");
        Program("code", "exit 1");
        var report = await ReportAsync();

        Assert.Equal((CheckState.Ok, "10.0.104"), (Check(report, ".NET SDK").State, Check(report, ".NET SDK").Found));
        Assert.Equal("there is only 9.0.0", Check(report, ".NET runtime").Found);
        Assert.Equal("feed.example.com (not asked; --online does)", Check(report, "NuGet feed").Found);
        Assert.Equal(CheckState.Ok, Check(report, "Terraform or OpenTofu").State);
        Assert.Equal("Visual Studio Code", Check(report, "Editor").Found);
        Assert.Equal("this user cannot create them", Check(report, "Namespaces").Found);
        Assert.DoesNotContain('\e', report.Write());
        Assert.DoesNotContain("hidden", report.Write() + report.ToJson(), StringComparison.Ordinal);
        var json = JsonNode.Parse(report.ToJson())!;
        Assert.False((bool)json["good"]!);
        Assert.Equal(("ok", false), ((string?)json["checks"]![0]!["state"], (bool)json["checks"]![0]!["problem"]!));
    }

    [Fact]
    public async Task A_program_that_does_not_work_is_a_problem()
    {
        Program("terraform", "exit 1");
        var check = Check(await ReportAsync(), "Terraform or OpenTofu");
        Assert.Equal((CheckState.Broken, true), (check.State, check.IsProblem));
    }

    static MachineCheck Check(MachineReport report, string name) => report.Checks.Single(check => check.Name == name);

    void Program(string name, string script) => _programs.WriteScript(name, script);

    Task<MachineReport> ReportAsync() => MachineReport.MakeAsync(
        new Machine { Find = program => File.Exists(_programs.PathOf(program)) ? _programs.PathOf(program) : null },
        TestContext.Current.CancellationToken);
}
