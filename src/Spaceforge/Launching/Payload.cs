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
        var parts = new List<MountedFile>();
        for (var start = 0; start < content.Length; start += PartSize)
        {
            var part = content.AsSpan(start, Math.Min(PartSize, content.Length - start));
            parts.Add(new MountedFile(
                string.Create(CultureInfo.InvariantCulture, $"{directory}/{Folder}/{name}.{parts.Count + 1}"), Base64(part)));
        }

        return new Payload(name, ContentSum.Of(content), parts);
    }

    // Convert.ToBase64String is JIT-compiled in every process, which takes longer than this loop.
    static string Base64(ReadOnlySpan<byte> content)
    {
        const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var text = new char[(content.Length + 2) / 3 * 4];
        for (int i = 0, end = 0; i < content.Length; i += 3)
        {
            var left = content.Length - i;
            var bits = (content[i] << 16) | (left > 1 ? content[i + 1] << 8 : 0) | (left > 2 ? content[i + 2] : 0);
            text[end++] = Digits[bits >> 18];
            text[end++] = Digits[(bits >> 12) & 63];
            text[end++] = left > 1 ? Digits[(bits >> 6) & 63] : '=';
            text[end++] = left > 2 ? Digits[bits & 63] : '=';
        }

        return new string(text);
    }

    /// <summary>Its arguments in the launcher's command.</summary>
    public string Words => string.Create(CultureInfo.InvariantCulture, $"{Sha256} {Parts.Count}");
}
