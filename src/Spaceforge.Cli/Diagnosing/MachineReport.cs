using System.Text;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Json;
using Spaceforge.Cli.Terminal;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Diagnosing;

/// <summary>What a machine has, as text and for scripts.</summary>
sealed record MachineReport(IReadOnlyList<MachineCheck> Checks)
{
    public bool IsGood => !Checks.Any(check => check.IsProblem);

    public static async Task<MachineReport> MakeAsync(Machine machine, CancellationToken cancellationToken) => new(
    [
        .. await Task.WhenAll(
            DotnetChecks.SdkAsync(machine, cancellationToken),
            DotnetChecks.RuntimeAsync(machine, cancellationToken),
            DotnetChecks.FeedAsync(machine, cancellationToken),
            Task.FromResult(OwnChecks.Compiler()),
            Task.FromResult(OwnChecks.Cache()),
            OwnChecks.CredentialsAsync(machine, cancellationToken),
            ProgramChecks.NamespacesAsync(machine, cancellationToken),
            ProgramChecks.TerraformAsync(machine, cancellationToken),
            ProgramChecks.GitAsync(machine, cancellationToken)),
        .. OwnChecks.Publish(),
        ProgramChecks.Editor(machine),
    ]);

    public string Write()
    {
        var text = new StringBuilder();
        foreach (var check in Checks)
        {
            var color = check.IsProblem ? TerminalColors.Red : check.State == CheckState.Ok ? TerminalColors.Green : TerminalColors.Yellow;
            text.Append(TerminalColors.Color(Word(check).PadRight(9), color))
                .Append(LogText.OneLine($"{check.Name}: {check.Found}")).Append('\n')
                .Append("         For ").Append(check.Purpose).Append('\n');
            if (check.State != CheckState.Ok) text.Append("         ").Append(LogText.Shown(check.Remedy, colors: false)).Append('\n');
        }

        var problems = Checks.Count(check => check.IsProblem);
        return text.Append('\n').Append(problems switch
        {
            0 => "This machine has everything that is needed.",
            1 => "1 problem.",
            _ => $"{problems} problems.",
        }).Append('\n').ToString();
    }

    public string ToJson() => JsonText.Of(
        new JsonObject
        {
            ["good"] = IsGood,
            ["checks"] = new JsonArray([.. Checks.Select(check => new JsonObject
            {
                ["name"] = check.Name,
                ["state"] = Word(check),
                ["problem"] = check.IsProblem,
                ["needed"] = check.IsNeeded,
                ["found"] = check.Found,
                ["for"] = check.Purpose,
                ["get"] = check.Remedy,
            })]),
        },
        indented: true) + "\n";

    static string Word(MachineCheck check) => check.State.ToString().ToLowerInvariant();
}
