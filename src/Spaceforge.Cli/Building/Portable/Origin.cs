using System.Security.Cryptography;
using System.Text;
using Spaceforge.Sources;

namespace Spaceforge.Cli.Building.Portable;

/// <summary>What a payload was built from: a checksum of all inputs except the SDK, and the SDK's version.</summary>
sealed record Origin(string Source, string Sdk)
{
    const string SourceWord = "source ";
    const string SdkWord = "sdk ";

    /// <param name="source">The plugin's source.</param>
    /// <param name="libraries">Its dependencies, with versions.</param>
    /// <param name="packages">The files from packages, as <see cref="OfPackages"/> says.</param>
    /// <param name="sdk">The SDK's version.</param>
    public static Origin Of(PluginSource source, IEnumerable<string> libraries, string packages, string sdk)
    {
        var all = new StringBuilder();
        foreach (var file in source.Files) Line(all, "file", file.Path, Sum(Encoding.UTF8.GetBytes(file.Text)));
        foreach (var library in libraries) Line(all, "library", library, "");
        return new Origin(Sum(Encoding.UTF8.GetBytes(all.Append(packages).ToString())), sdk);
    }

    /// <summary>A line for each file from a package: its checksum and its path.</summary>
    public static string OfPackages(IReadOnlyDictionary<string, byte[]> files)
    {
        var all = new StringBuilder();
        foreach (var (path, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal)) Line(all, "package", path, Sum(content));
        return all.ToString();
    }

    public string Text => $"{SourceWord}{Source}\n{SdkWord}{Sdk}\n";

    /// <summary>Parses a text; null if it is invalid.</summary>
    public static Origin? Read(string text) =>
        text.Split('\n') is [var source, var sdk, ""] && source.StartsWith(
            SourceWord, StringComparison.Ordinal) && sdk.StartsWith(SdkWord, StringComparison.Ordinal)
            ? new Origin(source[SourceWord.Length..], sdk[SdkWord.Length..])
            : null;

    static void Line(StringBuilder all, string kind, string name, string sum) =>
        all.Append(kind).Append(' ').Append(sum).Append(' ').Append(name).Append('\n');

    static string Sum(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
