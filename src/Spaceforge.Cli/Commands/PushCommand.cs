using System.CommandLine;
using Spaceforge.Cli.Account;
using Spaceforge.Cli.Manifests;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge push</c>: makes a plugin template of a manifest.</summary>
static class PushCommand
{
    static readonly Argument<string?> ManifestArgument = new("MANIFEST")
    {
        Description = $"The plugin's manifest [default: {Hosting.ManifestGeneration.DefaultOutput}]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    static readonly Option<string?> NameOption = AccountOptions.Text("--name", "NAME", "The template's name [default: the manifest's]");

    static readonly Option<string[]> LabelsOption = AccountOptions.Labels("The template's labels [default: the manifest's]");

    static readonly Option<bool> ReplaceOption = new("--replace")
    {
        Description = "Then delete the account's older templates of the same name that no installed plugin uses",
    };

    public static Command Create() => AccountOptions.For(new Command("push", "Make a plugin template of a manifest in your Spacelift account")
    {
        ManifestArgument, NameOption, LabelsOption, ReplaceOption, AccountOptions.DryRun,
    }, RunAsync);

    static Task RunAsync(ParseResult parsed, AccountSession session)
    {
        var manifest = ManifestRules.Check(ManifestInput.Read(parsed.GetValue(ManifestArgument) ?? Hosting.ManifestGeneration.DefaultOutput));
        if (!manifest.IsGood) throw new UsageException($"Nothing was sent, since Spacelift would not take this:\n{string.Join('\n', manifest.Problems)}");

        return new TemplatePush(session.Account, session.Output).RunAsync(
            manifest,
            parsed.GetValue(NameOption) ?? manifest.Manifest.Name,
            AccountOptions.Split(parsed.GetValue(LabelsOption)) ?? manifest.Manifest.Labels,
            parsed.GetValue(ReplaceOption));
    }
}
