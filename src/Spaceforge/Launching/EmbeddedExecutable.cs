using System.Security.Cryptography;
using Spaceforge.Files;
using Spaceforge.Model;

namespace Spaceforge.Launching;

/// <summary>A static executable in a manifest.</summary>
/// <param name="Architecture">What it runs on, <c>amd64</c> or <c>arm64</c>.</param>
/// <param name="Content">The executable, as gzip.</param>
sealed record EmbeddedExecutable(string Architecture, byte[] Content)
{
    // No manifest could carry it.
    const int Largest = 1_000_000_000;

    /// <summary>Reads the executables of a plugin, in the order of their architectures.</summary>
    /// <param name="definition">The plugin.</param>
    /// <param name="sums">The file with their SHA-256 sums; they lie beside it.</param>
    /// <exception cref="UsageException">The file names no executable of this version, or one is missing or is another.</exception>
    public static IReadOnlyList<EmbeddedExecutable> Read(PluginDefinition definition, string sums)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(sums))!;
        return [.. NativeExecutable.Sums(definition, sums).Select(executable =>
            new EmbeddedExecutable(executable.Architecture, Compress(Path.Combine(folder, executable.File), executable.Sha256)))];
    }

    static byte[] Compress(string path, string sha256)
    {
        byte[] content;
        try
        {
            content = NamedFile.Read(path, Largest);
        }
        catch (IOException e)
        {
            throw new UsageException(e.Message, e);
        }

        var actual = Convert.ToHexStringLower(SHA256.HashData(content));
        if (actual != sha256) throw new UsageException($"'{path}' has the SHA-256 {actual}, and {sha256} was expected.");

        return SmallestGzip.Compress(content);
    }
}
