using System.Text;
using Spaceforge.Files;
using Spaceforge.Validation;

namespace Spaceforge.Sources;

/// <summary>Reads a plugin's source and the files that its build needs.</summary>
static class SourceReader
{
    /// <summary>Files next to the source that affect its build. The SDK also reads those in parent folders; a worker has none.</summary>
    static readonly string[] BuildFiles =
        ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "nuget.config"];

    // Far more than fits into a manifest.
    const int LargestFile = 10_000_000;

    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the source of a plugin, starting with a C# file or a project.</summary>
    /// <param name="entryPoint">The full path of a <c>.cs</c> or <c>.csproj</c> file that exists.</param>
    /// <param name="findings">Receives problems with the files.</param>
    public static PluginSource Read(string entryPoint, Findings findings)
    {
        var folder = Path.GetDirectoryName(entryPoint)!;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (entryPoint.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)) AddWithIncludes(entryPoint, folder, texts, findings);
        else AddProject(entryPoint, folder, texts, findings);

        foreach (var file in Directory.EnumerateFiles(folder))
        {
            if (BuildFiles.Contains(Path.GetFileName(file), StringComparer.OrdinalIgnoreCase)) AddBuildFile(file, folder, texts, findings);
        }

        var shared = texts.Keys.Select(path => Path.GetDirectoryName(path)!).Aggregate(folder, CommonFolder);
        var main = Relative(shared, entryPoint);
        var files = Array.ConvertAll<string, SourceFile>([.. texts.Keys], path => new SourceFile(Relative(shared, path), texts[path]));
        Array.Sort(files, (one, other) =>
            (one.Path != main).CompareTo(other.Path != main) is not 0 and var order ? order : string.CompareOrdinal(one.Path, other.Path));
        return new PluginSource(main, files);
    }

    static void AddWithIncludes(string path, string folder, Dictionary<string, string> texts, Findings findings)
    {
        if (texts.ContainsKey(path) || ReadText(path, folder, findings) is not { } text) return;

        texts.Add(path, text);
        foreach (var directive in FileDirective.ReadAll(text))
        {
            switch (directive.Name)
            {
                case "include" when directive.Value.AsSpan().ContainsAny('*', '?'):
                    findings.Add(Rules.SourceMissing, Relative(
                        folder, path), directive.Value, "Name each included file; patterns are not supported on a worker.");
                    break;

                case "include":
                    var included = Path.GetFullPath(directive.Value, Path.GetDirectoryName(path)!);
                    if (File.Exists(included)) AddWithIncludes(included, folder, texts, findings);
                    else findings.Add(Rules.SourceMissing, Relative(folder, path), directive.Value, "The file does not exist.");
                    break;

                case "project":
                    findings.Add(Rules.SourceNeedsProject, Relative(folder, path), directive.Value,
                        "A worker builds the plugin from the manifest, which does not contain that project; use #:include or #:package.");
                    break;
            }
        }
    }

    static void AddProject(string project, string folder, Dictionary<string, string> texts, Findings findings)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden };
        foreach (var path in Directory.EnumerateFiles(folder, "*.cs", options).Append(project))
        {
            var parts = Relative(folder, path).Split('/');
            if (!parts.SkipLast(1).Any(part => part is "bin" or "obj") && ReadText(path, folder, findings) is { } text)
            {
                texts.Add(path, text);
            }
        }
    }

    static void AddBuildFile(string path, string folder, Dictionary<string, string> texts, Findings findings)
    {
        if (ReadText(path, folder, findings) is not { } text) return;

        if (text.Contains("<packageSourceCredentials", StringComparison.OrdinalIgnoreCase)
            || text.Contains("<apikeys", StringComparison.OrdinalIgnoreCase))
        {
            findings.Add(Rules.SourceCredentials, Relative(folder, path), null,
                "Everyone who can see the plugin could read these credentials; use environment variables instead, "
                + "NuGetPackageSourceCredentials_SOURCE.");
            return;
        }

        texts.TryAdd(path, text);
    }

    static string? ReadText(string path, string folder, Findings findings)
    {
        var place = Relative(folder, path);
        string text;
        try
        {
            text = StrictUtf8.GetString(NamedFile.Read(path, LargestFile)).TrimStart('\uFEFF')
                .Replace("\r\n", "\n", StringComparison.Ordinal);
        }
        catch (DecoderFallbackException)
        {
            findings.Add(Rules.SourceText, place, null, "The file is not UTF-8; save it as UTF-8.");
            return null;
        }

        catch (IOException e)
        {
            findings.Add(Rules.SourceMissing, place, null, $"The file cannot be read: {(e.InnerException ?? e).Message}");
            return null;
        }

        if (Encoding.UTF8.GetByteCount(text) > MountedFileRules.LargestFile)
        {
            findings.Add(Rules.SourceSize, place, null, $"The platform accepts files of at most {MountedFileRules.LargestFile} bytes.");
            return null;
        }

        return text;
    }

    static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    static string CommonFolder(string first, string second)
    {
        while (Relative(first, second).StartsWith("..", StringComparison.Ordinal)) first = Path.GetDirectoryName(first)!;
        return first;
    }
}
