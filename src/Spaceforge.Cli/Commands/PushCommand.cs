using System.CommandLine;
using Spaceforge.Cli.Account;
using Spaceforge.Cli.Building;
using Spaceforge.Cli.Manifests;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge push</c>: creates a plugin template from a manifest.</summary>
static class PushCommand
{
    static readonly Argument<string?> ManifestArgument = new("MANIFEST")
    {
        Description = $"The plugin's manifest, or its C# file or project [default: {Hosting.ManifestGeneration.DefaultOutput}]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    static readonly Option<string?> NameOption = AccountOptions.Text("--name", "NAME", "The template's name [default: the manifest's]");

    static readonly Option<string[]> LabelsOption = AccountOptions.Labels("The template's labels [default: the manifest's]");

    static readonly Option<bool> ReplaceOption = new("--replace")
    {
        Description = "Then delete the account's older templates of that name that no installed plugin uses",
    };

    static readonly Option<bool> AnyVersionOption = new("--any-version")
    {
        Description = "Push even if the version is smaller than what changed since the last template calls for",
    };

    public static Command Create() =>
        AccountOptions.For(new Command("push", "Create a plugin template from a manifest in your Spacelift account")
    {
        ManifestArgument, NameOption, LabelsOption, BuildCommandOptions.Form, ReplaceOption, AnyVersionOption, AccountOptions.DryRun,
    }, RunAsync);

    static async Task RunAsync(ParseResult parsed, AccountSession session)
    {
        var manifest = ManifestRules.Check(await ReadAsync(parsed));
        if (!manifest.IsGood)
        {
            throw new UsageException($"Nothing was sent, because Spacelift would reject this:\n{string.Join('\n', ProblemLines.Of(manifest.Problems))}");
        }

        foreach (var line in ManifestSize.Lines(manifest)) session.Output.Note(line);
        var name = parsed.GetValue(NameOption) ?? manifest.Manifest.Name;
        // A dry run without --replace works without credentials.
        if (!parsed.GetValue(AnyVersionOption) && !parsed.GetValue(AccountOptions.DryRun))
        {
            await PushedVersion.CheckAsync(session, manifest, name);
        }

        await new TemplatePush(session.Account, session.Output).RunAsync(
            manifest,
            name,
            AccountOptions.Split(parsed.GetValue(LabelsOption)) ?? manifest.Manifest.Labels,
            parsed.GetValue(ReplaceOption));
    }

    static async Task<ManifestFile> ReadAsync(ParseResult parsed)
    {
        var folder = Directory.GetCurrentDirectory();
        if (parsed.GetValue(ManifestArgument) is null && PluginFiles.IsNew(folder))
        {
            throw new UsageException($"There is no manifest in this folder. {PluginFiles.CreateHint}");
        }

        var name = parsed.GetValue(ManifestArgument) ?? Hosting.ManifestGeneration.DefaultOutput;
        var form = parsed.GetValue(BuildCommandOptions.Form);
        if (Path.GetExtension(name) is not (".cs" or ".csproj"))
        {
            return form is null ? ManifestInput.Read(name)
                : throw new UsageException($"--form is for a plugin's C# file or project, but '{name}' is a manifest.");
        }

        var file = PluginFiles.Resolve(name, folder);
        var builder = PluginBuilder.Create(new BuildOptions(folder));
        var plugin = await builder.BuildAsync(file, Console.Error, CancellationToken.None);
        var arguments = await builder.FormAsync(plugin, file, FormChoice.Parse(form, native: null), Console.Error, CancellationToken.None);
        var (exitCode, yaml) = await plugin.GenerateAsync(file, arguments, error: null, CancellationToken.None);
        return exitCode == ExitCodes.Done
            ? ManifestReader.Read(yaml, name)
            : throw new UsageException($"Nothing was sent, because no manifest can be generated from '{name}'.");
    }
}
