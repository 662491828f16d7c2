using System.Globalization;
using System.Text;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Manifests;

/// <summary>How large a manifest with payloads is, beside what the platform is known to take.</summary>
static class ManifestSize
{
    /// <summary>Lines for people; none where the manifest carries no payload.</summary>
    public static IEnumerable<string> Lines(ManifestFile file)
    {
        var payloads = CarriedPayload.Of(file.Manifest);
        if (payloads.Count == 0) yield break;

        var size = Encoding.UTF8.GetByteCount(file.Text);
        var parts = payloads.SelectMany(entry => entry.Payload.Parts).ToArray();
        yield return string.Create(CultureInfo.InvariantCulture,
            $"The manifest has {size} bytes, of which {parts.Sum(part => part.Content.Length)} are the plugin's program in {parts.Length} files.");
        if (ManifestLimit.Warning(size) is { } warning) yield return warning;
    }
}
