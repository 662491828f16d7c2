using System.Globalization;
using System.Text.RegularExpressions;
using Spaceforge.Cli.Building;
using Spaceforge.Cli.Building.Portable;
using Spaceforge.Cli.Manifests;
using Spaceforge.Files;
using Spaceforge.Launching;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Commands;

/// <summary>Compares a committed manifest with the one its plugin generates.</summary>
/// <param name="exact">Whether a payload's bytes must match even if another SDK built it.</param>
sealed partial class ManifestCheck(bool exact)
{
    public int Run(string path, string fresh, string shownPath, string shownPlugin, OrderedOutputs.Streams streams)
    {
        if (Directory.Exists(path)) throw new UsageException($"'{shownPath}' is a folder, not a manifest.");

        var committed = Committed(path);
        if (committed == fresh)
        {
            // Only for people: programs use the exit code.
            if (!Console.IsErrorRedirected) streams.Error.WriteLine($"{shownPath} is up to date.");
            return ExitCodes.Done;
        }

        if (committed is null)
        {
            streams.Error.WriteLine($"{shownPath} does not exist. Create it with: spaceforge generate {shownPlugin}");
            return ExitCodes.Failed;
        }

        var (old, made) = (Read(committed, shownPath), Read(fresh, shownPlugin));
        var (oldText, madeText) = (Text(old, committed), Text(made, fresh));
        if (oldText != madeText)
        {
            TextDifference.Print(
                oldText, madeText, $"{shownPath} (committed)", $"{shownPath} (generated from {shownPlugin})", streams.Output);
        }

        var reason = PayloadDifference(old, made);
        if (reason is null && oldText == madeText && CarriedPayload.Of(old.Manifest).Count > 0
            && OriginOf(old)?.Sdk is { } sdk && OriginOf(made)?.Sdk is { } own && sdk != own)
        {
            streams.Error.WriteLine($"{shownPath} was generated from this source with SDK {sdk}, and this is SDK {own}: its payloads were not compared byte for byte.");
            return ExitCodes.Done;
        }

        if (reason is not null) streams.Error.WriteLine($"{shownPath}: {reason}");
        streams.Error.WriteLine($"{shownPath} is stale. Regenerate it with: spaceforge generate {shownPlugin}");
        return ExitCodes.Failed;
    }

    /// <summary>The form of a committed manifest; null if it is missing, not ours, or not generated from the source alone.</summary>
    public static PluginForm? FormOf(string path)
    {
        if (Committed(path) is not { } text) return null;

        return Start().Match(text).Groups["form"].Value switch
        {
            "source" => PluginForm.Source,
            "portable" => PluginForm.Portable,
            _ => null,
        };
    }

    /// <summary>The committed manifest, which belongs to the repository: a link must not bring other files into a log.</summary>
    static string? Committed(string path)
    {
        if (!Path.Exists(path) && new FileInfo(path).LinkTarget is null) return null;

        try
        {
            using var reader = new StreamReader(new MemoryStream(NamedFile.ReadInRepository(path, ManifestLimit.Largest)));
            return reader.ReadToEnd();
        }
        catch (IOException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    /// <returns>How the committed payloads differ from the plugin's; null if they do not, or only because of the SDK
    /// version.</returns>
    string? PayloadDifference(ManifestFile old, ManifestFile made)
    {
        var (committed, fresh) = (CarriedPayload.Of(old.Manifest), CarriedPayload.Of(made.Manifest));
        if (committed.Select(entry => entry.Payload.Problem).FirstOrDefault(problem => problem is not null) is { } broken) return broken;
        if (committed.Count == 0 || fresh.Count == 0) return null;
        if (OriginOf(made) is not { } origin)
        {
            return OriginOf(old) is null && !SameBytes(committed, fresh) ? "the manifest contains other executables than these." : null;
        }

        if (OriginOf(old) is not { } claimed) return "the manifest does not record what its payload was built from.";
        if (TarReader.Read(
            committed.First(entry => entry.Payload.Name == "program").Payload.Content!, PortableProgram.OriginFile) != claimed.Text)
        {
            return "the payload and the manifest record different sources.";
        }
        if (claimed.Source != origin.Source) return "the payload was built from a different source.";
        if (SameBytes(committed, fresh)) return null;
        if (claimed.Sdk == origin.Sdk)
        {
            return $"the payload differs from what the same SDK, {origin.Sdk}, builds from this source: it was modified.";
        }

        return exact
            ? $"the payload was built from this source with SDK {claimed.Sdk}, and this is SDK {origin.Sdk}: the bytes differ." : null;
    }

    static bool SameBytes(IReadOnlyList<(CarriedPayload.Start Start, CarriedPayload Payload)> one,
        IReadOnlyList<(CarriedPayload.Start Start, CarriedPayload Payload)> other) =>
        one.Count == other.Count && one.Zip(other).All(pair => pair.First.Payload.Name == pair.Second.Payload.Name
            && pair.First.Payload.Content.AsSpan().SequenceEqual(pair.Second.Payload.Content));

    static ManifestFile Read(string text, string name) => ManifestReader.Read(text, name);

    static Origin? OriginOf(ManifestFile file) => file.Manifest.Contexts.SelectMany(context => context.MountedFiles)
        .FirstOrDefault(
            mounted => mounted.Path.EndsWith($"/{Payload.Folder}/{PortableProgram.OriginFile}", StringComparison.Ordinal)) is { } mounted
        ? Origin.Read(mounted.Content)
        : null;

    /// <summary>
    /// The manifest with placeholders for each payload's checksum, number of parts and origin, which are compared separately.
    /// </summary>
    public static string Text(ManifestFile file, string text)
    {
        foreach (var (_, payload) in CarriedPayload.Of(file.Manifest))
        {
            foreach (var part in payload.Parts.Where(part => part.Content.Length > 0))
            {
                text = text.Replace(part.Content, "(payload)", StringComparison.Ordinal);
            }
            if (payload.Content is { } content)
            {
                var sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
                text = text.Replace(
                    string.Create(CultureInfo.InvariantCulture, $"{sum} {payload.Parts.Count}"), "(sum)", StringComparison.Ordinal);
            }
        }

        return OriginOf(file) is { } origin
            ? text.Replace($"sdk {origin.Sdk}\n", "sdk (any)\n", StringComparison.Ordinal)
                .Replace($"source {origin.Source}\n", "source (sum)\n", StringComparison.Ordinal)
            : text;
    }

    [GeneratedRegex(@"^ +- sh /mnt/workspace/plugins/\S+/launch\.sh \w+ (?<form>\w+) ", RegexOptions.Multiline)]
    private static partial Regex Start();
}
