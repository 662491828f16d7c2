using System.IO.Hashing;
using System.Text;

namespace Spaceforge.Cli.Building;

/// <summary>Tells contents apart. The cryptographic ones load OpenSSL first, which takes longer than the rest of a start.</summary>
/// <remarks>
/// A hash hides a secret from who looks, not from who guesses: it goes nowhere but into the cache, which only its owner reads.
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

    /// <summary>The hash of each file, by its path.</summary>
    public static IReadOnlyDictionary<string, string> OfFiles(IEnumerable<string> paths) =>
        new SortedDictionary<string, string>(paths.ToDictionary(path => path, OfFile), StringComparer.Ordinal);

    /// <summary>The hash of each file in a folder and below it, by its path.</summary>
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

    /// <summary>Adds bytes, after how many they are.</summary>
    public void Add(byte[] bytes)
    {
        _hash.Append(BitConverter.GetBytes(bytes.LongLength));
        _hash.Append(bytes);
    }

    public override string ToString() => Hex(_hash);

    static string Hex(XxHash128 hash) => Convert.ToHexStringLower(hash.GetCurrentHash());
}
