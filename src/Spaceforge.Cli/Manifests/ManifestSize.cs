using System.Globalization;
using System.Text;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Manifests;

/// <summary>Reports the size of a manifest with payloads, compared with the platform's known limits.</summary>
static class ManifestSize
{
    /// <summary>Lines for people; none if the manifest carries no payload.</summary>
    public static IEnumerable<string> Lines(ManifestFile file)
    {
        var payloads = CarriedPayload.Of(file.Manifest);
        if (payloads.Count == 0) yield break;

        var size = Encoding.UTF8.GetByteCount(file.Text);
        var parts = payloads.SelectMany(entry => entry.Payload.Parts).ToArray();
        yield return string.Create(CultureInfo.InvariantCulture,
            $"The manifest is {size} bytes, of which {parts.Sum(part => part.Content.Length)} are the plugin's program in {parts.Length} files.");
        if (ManifestLimit.Warning(size) is { } warning) yield return warning;
    }
}
