using System.Buffers;
using System.Text;
using Spaceforge.Definitions;
using Spaceforge.Files;
using Spaceforge.Model;

namespace Spaceforge.Launching;

/// <summary>A plugin as one executable per architecture, which workers download.</summary>
static class NativeExecutable
{
    // Some 100,000 executables.
    const int LargestSums = 10_000_000;

    static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef");

    public static IReadOnlyList<string> Architectures { get; } = ["amd64", "arm64"];

    /// <summary>The executable's name in a runner image that contains it, for example <c>my-plugin-1.0.0</c>.</summary>
    /// <exception cref="UsageException">The version cannot be part of a file name.</exception>
    public static string NameOf(string pluginName, string version) => version.Length > 0 && version.All(IsPortable)
        ? $"{WorkerPaths.FolderName(pluginName)}-{version}"
        : throw new UsageException(
            $"The plugin's version '{version}' cannot be part of its executable's name. Use letters A to Z, digits, '.', '_' and '-', for example 1.0.0.");

    /// <summary>
    /// The file name of the download for an architecture, for example <c>my-plugin-1.0.0-linux-amd64</c>.
    /// </summary>
    public static string FileNameOf(
        string pluginName, string version, string architecture) => $"{NameOf(pluginName, version)}-linux-{architecture}";

    /// <summary>Reads the list of executables.</summary>
    /// <param name="definition">The plugin.</param>
    /// <param name="sums">The path of a file in the format of <c>sha256sum</c>; lines for other files are ignored.</param>
    /// <param name="urlBase">The URL of the folder that they will be downloaded from.</param>
    /// <exception cref="UsageException">The file cannot be read or lists no executable of this version, or the URL is invalid.</exception>
    public static Binary Read(PluginDefinition definition, string sums, string urlBase)
    {
        CheckUrlBase(urlBase);
        return new Binary(NameOf(definition.Name, definition.Version), Sums(definition, sums)
            .ToDictionary(executable => executable.Architecture, executable =>
                new Download($"{urlBase.TrimEnd('/')}/{executable.File}", executable.Sha256)));
    }

    /// <summary>The executables of a plugin's version in a file of sums, in the order of their architectures.</summary>
    /// <exception cref="UsageException">The file cannot be read or names no executable of this version.</exception>
    public static IReadOnlyList<(string Architecture, string File, string Sha256)> Sums(PluginDefinition definition, string sums)
    {
        var byFile = ReadSums(sums);
        var found = new List<(string, string, string)>();
        foreach (var architecture in Architectures)
        {
            var file = FileNameOf(definition.Name, definition.Version, architecture);
            if (byFile.TryGetValue(file, out var sha256)) found.Add((architecture, file, sha256));
        }

        return found.Count > 0
            ? found
            : throw new UsageException(
                $"'{sums}' has no line for {FileNameOf(definition.Name, definition.Version, "amd64")} or -arm64. "
                + $"It lists {(byFile.Count == 0 ? "no files" : string.Join(", ", byFile.Keys.Order(StringComparer.Ordinal)))}. Build the executables with 'spaceforge publish'.");
    }

    /// <exception cref="UsageException">It is not the URL of a folder.</exception>
    public static void CheckUrlBase(string urlBase)
    {
        if (!AbsoluteUrl.IsValid(urlBase) || urlBase.AsSpan().ContainsAny('?', '#'))
        {
            throw new UsageException($"--url-base '{urlBase}' is not an absolute http or https URL of a folder, for example https://example.com/releases/1.0.0.");
        }
    }

    static Dictionary<string, string> ReadSums(string path)
    {
        string[] lines;
        try
        {
            lines = Encoding.UTF8.GetString(NamedFile.Read(path, LargestSums)).TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        }
        catch (IOException e)
        {
            throw new UsageException(e.Message, e);
        }

        var byFile = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (i, line) in lines.Index())
        {
            if (string.IsNullOrWhiteSpace(line)) continue;

            // A star before the name marks a binary file; otherwise, there is a blank.
            if (line.Length < 67 || line[64] != ' ' || line[65] is not (' ' or '*') || line.AsSpan(0, 64).ContainsAnyExcept(HexDigits))
            {
                throw new UsageException($"'{path}', line {i + 1}: it is not in the format of sha256sum: 64 hexadecimal digits, two blanks and a file name.");
            }

            byFile[line[66..].TrimEnd()] = line[..64].ToLowerInvariant();
        }

        return byFile;
    }

    static bool IsPortable(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
