using System.CommandLine;
using Spaceforge.Cli.Diffing;
using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Commands;

/// <summary>Options that commands of policies share.</summary>
static class PolicyCommandOptions
{
    public static Option<string?> Kind { get; } =
        KindOption("The policy type, such as PLAN [default: from the manifest, NAME.yml or the folder]");

    public static Option<string?> Engine { get; } = new("--engine")
    { HelpName = "REGO_V0|REGO_V1", Description = "The engine for .rego files [default: the version they are written for]" };

    static PolicyCommandOptions() => Engine.AcceptOnlyFromAmong("REGO_V0", "REGO_V1");

    public static Option<string?> KindOption(string description)
    {
        var option = new Option<string?>("--type") { HelpName = "TYPE", Description = description };
        option.CompletionSources.Add([.. PolicyKind.All.Select(kind => $"{kind}")]);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && PolicyKind.Find(token.Value) is null)
            {
                result.AddError($"--type: Unknown type '{token.Value}'. Use one of {string.Join(", ", PolicyKind.All)}.");
            }
        });
        return option;
    }

    /// <summary>Recorded inputs; null if there are none.</summary>
    public static RecordedDecisions? Recorded(string[]? inputs, string? kind, CancellationToken cancellationToken) => inputs is null or []
        ? kind is null ? null : throw new UsageException("--type says which policies the inputs are for, but there is no --input.")
        : new RecordedDecisions(
            [.. inputs.Select(path => (path, PolicyEvalCommand.ReadInput(path)))],
            kind is null ? null : PolicyKind.Find(kind), cancellationToken);

    public static PolicyKind? KindOf(ParseResult parsed) => parsed.GetValue(Kind) is { } name ? PolicyKind.Find(name) : null;

    public static RegoVersion? VersionOf(ParseResult parsed) => parsed.GetValue(Engine) switch
    {
        "REGO_V0" => RegoVersion.V0,
        "REGO_V1" => RegoVersion.V1,
        _ => null,
    };
}
