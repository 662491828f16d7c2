using System.Globalization;
using System.Security.Cryptography;

namespace Spaceforge.Launching;

/// <summary>
/// A compressed file in a manifest: mounted files that hold it in base64, in order, and the sum that the launcher checks the whole by.
/// </summary>
/// <param name="Name">What the parts are called, before their numbers.</param>
/// <param name="Sha256">The sum of the whole, compressed.</param>
/// <param name="Parts">The files.</param>
sealed record Payload(string Name, string Sha256, IReadOnlyList<MountedFile> Parts)
{
    /// <summary>The folder of all parts, in the plugin's.</summary>
    public const string Folder = "payload";

    // A multiple of three, so that each part is base64 of its own, and below what a mounted file may have.
    const int PartSize = 1_440_000;

    /// <param name="directory">The plugin's folder on a worker.</param>
    /// <param name="name">What the parts are called.</param>
    /// <param name="content">The whole, compressed.</param>
    public static Payload Of(string directory, string name, byte[] content)
    {
        var parts = content.Chunk(PartSize)
            .Select((part, i) => new MountedFile(
                string.Create(CultureInfo.InvariantCulture, $"{directory}/{Folder}/{name}.{i + 1}"), Convert.ToBase64String(part)));
        return new Payload(name, Convert.ToHexStringLower(SHA256.HashData(content)), [.. parts]);
    }

    /// <summary>How the launcher's command names it.</summary>
    public string Words => string.Create(CultureInfo.InvariantCulture, $"{Sha256} {Parts.Count}");
}
