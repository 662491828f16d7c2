using System.Text;
using Spaceforge.Cli.Images;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>
/// What describes an image: an index, a manifest and a configuration, with a NUL between them; or what <c>docker save</c> writes.
/// </summary>
/// <remarks>@manifest, @config and their sizes stand for what belongs there, which no mutation would hit.</remarks>
sealed class ImageManifestTarget : FuzzTarget
{
    public override string Name => "image-manifest";

    public override int ShortRun => 500;

    public override bool IsDocumented(Exception e) => e is ImageException;

    public override void Read(byte[] input)
    {
        var parts = Encoding.Latin1.GetString(input).Replace("@machine", ImageLayout.Machine, StringComparison.Ordinal).Split('\0');
        var config = Encoding.Latin1.GetBytes(parts.ElementAtOrDefault(2) ?? "{}");
        var manifest = Filled(parts.ElementAtOrDefault(1) ?? "{}", "@config", config);
        var index = Filled(parts[0], "@manifest", manifest);
        using var files = new MadeFiles(index, manifest, config);
        if (input.Length > 0 && input[0] == '[') ImageManifest.OfArchive(files, ImageTarget.Limits);
        else ImageManifest.OfLayout(files, ImageTarget.Limits);
    }

    static byte[] Filled(string text, string word, byte[] content) => Encoding.Latin1.GetBytes(text
        .Replace($"{word}-size", $"{content.Length}", StringComparison.Ordinal)
        .Replace(word, ContentDigest.Sha256Of(content).Text, StringComparison.Ordinal));

    sealed class MadeFiles(byte[] index, byte[] manifest, byte[] config) : ImageFiles
    {
        public override bool Has(string name) => true;

        public override Stream Open(string name) => new MemoryStream(
            name is "index.json" or "manifest.json" ? index
            : name == ContentDigest.Sha256Of(manifest).Blob ? manifest
            : name == ContentDigest.Sha256Of(config).Blob || name.EndsWith(".json", StringComparison.Ordinal) ? config
            : throw Missing(name));

        public override void Dispose()
        {
        }
    }
}
