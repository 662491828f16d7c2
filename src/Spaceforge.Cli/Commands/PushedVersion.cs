using Spaceforge.Cli.Account;
using Spaceforge.Cli.Diffing;
using Spaceforge.Cli.Diffing.Formats;
using Spaceforge.Cli.Manifests;

namespace Spaceforge.Cli.Commands;

/// <summary>Compares a manifest with the template that was pushed last.</summary>
static class PushedVersion
{
    /// <summary>Refuses a version number that is smaller than the changes call for.</summary>
    /// <param name="name">The template's name.</param>
    /// <exception cref="UsageException">It is too small.</exception>
    public static async Task CheckAsync(AccountSession session, ManifestFile manifest, string name)
    {
        if (await PushedAsync(session, name) is not { } pushed) return;

        var diff = PluginDiff.Of(pushed, manifest);
        if (diff.IsEnough) return;

        session.Output.Result["refused"] = DiffJson.Of(diff);
        var changes = diff.Changes.Select(change => $"\n  {change.Word}: {AccountText.Of($"{change.Subject} {change.Message}")}");
        throw new UsageException(
            $"Nothing was sent, because the version is too small for what installers of {pushed.File} would notice:{string.Concat(changes)}\n"
            + $"{DiffText.Verdict(diff)} Change the version, or push it as it is with --any-version.");
    }

    static async Task<ManifestFile?> PushedAsync(AccountSession session, string name)
    {
        try
        {
            var template = (await session.Account.TemplatesAsync()).LastOrDefault(template => template.Name == name && !template.IsGlobal);
            if (template is null || await session.Account.ManifestOfAsync(template.Id) is not { } text) return null;

            var manifest = ManifestReader.Read(text, $"template {AccountText.Of(template.Id)}");
            return manifest.IsGood ? manifest : null;
        }
        catch (SpaceforgeException)
        {
            session.Output.Note("warning: the last template cannot be read, so the version was not compared with it.");
            return null;
        }
    }
}
