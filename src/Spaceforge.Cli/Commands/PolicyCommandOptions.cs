using System.CommandLine;
using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Commands;

/// <summary>Options that commands of policies share.</summary>
static class PolicyCommandOptions
{
    public static Option<string?> Kind { get; } = new("--type")
    { HelpName = "TYPE", Description = "The policy type, such as PLAN [default: from the manifest, NAME.yml or the folder]" };

    public static Option<string?> Engine { get; } = new("--engine")
    { HelpName = "REGO_V0|REGO_V1", Description = "The engine for .rego files [default: the version they are written for]" };

    static PolicyCommandOptions()
    {
        Kind.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && PolicyKind.Find(token.Value) is null)
            {
                result.AddError($"--type: Unknown type '{token.Value}'. Use one of {string.Join(", ", PolicyKind.All)}.");
            }
        });
        Engine.AcceptOnlyFromAmong("REGO_V0", "REGO_V1");
    }

    public static PolicyKind? KindOf(ParseResult parsed) => parsed.GetValue(Kind) is { } name ? PolicyKind.Find(name) : null;

    public static RegoVersion? VersionOf(ParseResult parsed) => parsed.GetValue(Engine) switch
    {
        "REGO_V0" => RegoVersion.V0,
        "REGO_V1" => RegoVersion.V1,
        _ => null,
    };
}
