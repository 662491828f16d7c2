using System.Globalization;
using Spaceforge.Files;

namespace Spaceforge.Launching;

/// <summary>
/// A compressed file in a manifest, split into mounted Base64 files, with the checksum that the launcher verifies.
/// </summary>
/// <param name="Name">The file name of the parts, without their numbers.</param>
/// <param name="Sha256">The checksum of the whole compressed file.</param>
/// <param name="Parts">The files.</param>
sealed record Payload(string Name, string Sha256, IReadOnlyList<MountedFile> Parts)
{
    /// <summary>The subfolder for parts in the plugin's folder.</summary>
    public const string Folder = "payload";

    // A multiple of three, so that each part is valid Base64 by itself, and below the limit for a mounted file.
    const int PartSize = 1_440_000;

    /// <param name="directory">The plugin's folder on a worker.</param>
    /// <param name="name">The file name of the parts.</param>
    /// <param name="content">The whole compressed file.</param>
    public static Payload Of(string directory, string name, byte[] content)
    {
        var parts = content.Chunk(PartSize)
            .Select((part, i) => new MountedFile(
                string.Create(CultureInfo.InvariantCulture, $"{directory}/{Folder}/{name}.{i + 1}"), Convert.ToBase64String(part)));
        return new Payload(name, ContentSum.Of(content), [.. parts]);
    }

    /// <summary>Its arguments in the launcher's command.</summary>
    public string Words => string.Create(CultureInfo.InvariantCulture, $"{Sha256} {Parts.Count}");
}
