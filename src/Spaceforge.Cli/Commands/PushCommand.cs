using System.CommandLine;
using Spaceforge.Cli.Account;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge push</c>: makes a plugin template of a manifest.</summary>
static class PushCommand
{
    static readonly Argument<string?> ManifestArgument = new("MANIFEST")
    {
        Description = $"The plugin's manifest [default: {Hosting.GenerateCommand.DefaultOutput}]",
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
        var manifest = ManifestFile.Read(parsed.GetValue(ManifestArgument) ?? Hosting.GenerateCommand.DefaultOutput);
        return new TemplatePush(session.Account, session.Output).RunAsync(
            manifest,
            parsed.GetValue(NameOption) ?? manifest.Name,
            AccountOptions.Split(parsed.GetValue(LabelsOption)) ?? manifest.Labels,
            parsed.GetValue(ReplaceOption));
    }
}
