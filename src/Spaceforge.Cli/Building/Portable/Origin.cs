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
    /// <param name="files">The files from packages.</param>
    /// <param name="sdk">The SDK's version.</param>
    public static Origin Of(PluginSource source, IEnumerable<string> libraries, IReadOnlyDictionary<string, byte[]> files, string sdk)
    {
        var all = new StringBuilder();
        foreach (var file in source.Files) Line("file", file.Path, Sum(Encoding.UTF8.GetBytes(file.Text)));
        foreach (var library in libraries) Line("library", library, "");
        foreach (var (path, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal)) Line("package", path, Sum(content));
        return new Origin(Sum(Encoding.UTF8.GetBytes(all.ToString())), sdk);

        void Line(string kind, string name, string sum) => all.Append(kind).Append(' ').Append(sum).Append(' ').Append(name).Append('\n');
    }

    public string Text => $"{SourceWord}{Source}\n{SdkWord}{Sdk}\n";

    /// <summary>Parses a text; null if it is invalid.</summary>
    public static Origin? Read(string text) =>
        text.Split('\n') is [var source, var sdk, ""] && source.StartsWith(
            SourceWord, StringComparison.Ordinal) && sdk.StartsWith(SdkWord, StringComparison.Ordinal)
            ? new Origin(source[SourceWord.Length..], sdk[SdkWord.Length..])
            : null;

    static string Sum(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
