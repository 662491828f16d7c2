using System.IO.Hashing;
using System.Text;

namespace Spaceforge.Cli.Building;

/// <summary>Hashes of contents. Cryptographic hashes would load OpenSSL, which takes longer than the rest of the start.</summary>
/// <remarks>
/// A hash hides a secret from readers but not from guessing, so hashes are only stored in the cache, which only its owner can read.
/// </remarks>
sealed class ContentHash
{
    readonly XxHash128 _hash = new();

    public static string OfFile(string path)
    {
        using var stream = File.OpenRead(path);
        var hash = new XxHash128();
        hash.Append(stream);
        return Hex(hash);
    }

    /// <summary>What <see cref="OfFile"/> says of a file with this content.</summary>
    public static string OfBytes(byte[] content)
    {
        var hash = new XxHash128();
        hash.Append(content);
        return Hex(hash);
    }

    /// <summary>The hash of each file, by path.</summary>
    public static IReadOnlyDictionary<string, string> OfFiles(IEnumerable<string> paths) =>
        new SortedDictionary<string, string>(paths.ToDictionary(path => path, OfFile), StringComparer.Ordinal);

    /// <summary>The hash of each file in a folder tree, by path.</summary>
    public static IReadOnlyDictionary<string, string> OfFolder(string folder) =>
        OfFiles(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));

    public static string OfText(string text)
    {
        var hash = new ContentHash();
        hash.Add(text);
        return hash.ToString();
    }

    /// <summary>Adds a text, as bytes.</summary>
    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    /// <summary>Adds bytes, prefixed with their length.</summary>
    public void Add(byte[] bytes)
    {
        _hash.Append(BitConverter.GetBytes(bytes.LongLength));
        _hash.Append(bytes);
    }

    public override string ToString() => Hex(_hash);

    static string Hex(XxHash128 hash) => Convert.ToHexStringLower(hash.GetCurrentHash());
}
