#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
#:package Microsoft.Extensions.FileSystemGlobbing@10.0.12
using System.IO.Enumeration;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.Logging;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<Envsubst>(args);

sealed class Envsubst : SpaceforgePlugin
{
    const int MostRows = 200;
    const int MostProblems = 100;

    static readonly Regex Reference = new(@"\$(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<default>[^{}]*))?\})");
    static readonly Regex NamePattern = new(@"\A[A-Za-z_*][A-Za-z0-9_*]*\z");

    public override string Name => "envsubst";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["kubernetes", "environment"];
    public override string Description => """
        Puts environment variables into Kubernetes manifests: `${NAME}`, `${NAME:-default}` and `$NAME`, of those variables that are
        allowed. Nothing is downloaded.
        """;

    [Parameter("Variables", Variable = "ENVSUBST_VARIABLES",
        Description = "Names of the variables that may be put in, with commas or blanks between them; APP_* are all that begin so. References to others stay as they are")]
    public required string Variables { get; init; }

    [Parameter("Files", Variable = "ENVSUBST_FILES", Description = "Globs of the files, from the project root, with commas or blanks between them")]
    public string Files { get; init; } = "**/*.yaml, **/*.yml";

    [Parameter("Undefined variables", Variable = "ENVSUBST_UNDEFINED", Description = "What an allowed variable without a value does: fail the run, keep the reference, or leave nothing")]
    public Undefined WhenUndefined { get; init; } = Undefined.Fail;

    // A task may skip its init, and a stack's destruction may come without one.
    protected override Task BeforeInitAsync(CancellationToken cancellationToken) => SubstituteOnceAsync();

    protected override Task BeforePerformAsync(CancellationToken cancellationToken) => SubstituteOnceAsync();

    protected override Task BeforeDestroyAsync(CancellationToken cancellationToken) => SubstituteOnceAsync();

    async Task SubstituteOnceAsync()
    {
        // The workspace outlives the run's containers, and the files in it. A second round would look for references in values.
        var done = Path.Combine(RunInfo.WorkspaceRoot ?? "/mnt/workspace", "plugins", ".envsubst-done");
        if (!RunInfo.IsLocal && File.Exists(done)) return;

        var problems = new List<string>();
        var allowed = Allowed();
        var changed = FindFiles().Select(file => Substitute(file, allowed, problems)).OfType<Substitution>().ToList();
        if (problems.Count > 0)
        {
            throw new PluginFailedException(
                $"Variables without a value, so no file was changed:\n{string.Join('\n', problems)}\nGive them a value in the stack, or a default, ${{NAME:-default}}.");
        }

        if (RunInfo.IsLocal)
        {
            Logger.LogInformation("A local run: nothing is written.");
        }
        else
        {
            foreach (var file in changed) WriteFile(file.Path, Encoding.UTF8.GetBytes(file.Text));
            Directory.CreateDirectory(Path.GetDirectoryName(done)!);
            await File.WriteAllTextAsync(done, "");
        }

        Logger.LogInformation("Put {Count} variables into {Files} files.", changed.Sum(file => file.Counts.Values.Sum()), changed.Count);
        await SendMarkdownAsync(Report(changed));
    }

    IReadOnlyList<string> Allowed()
    {
        var patterns = Words(Variables);
        return patterns.FirstOrDefault(pattern => !NamePattern.IsMatch(pattern)) is { } wrong
            ? throw new PluginFailedException($"'{wrong}' in the parameter 'Variables' is no name of a variable: use letters, digits, '_', and '*' for any of them.")
            : patterns;
    }

    IReadOnlyList<string> FindFiles()
    {
        // No links: what they lead to is found where it is, or is none of the project's.
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint };
        var files = Directory.EnumerateFiles(ProjectFolder, "*", options).Select(path => Path.GetRelativePath(ProjectFolder, path)).Order(StringComparer.Ordinal).ToList();
        var found = new HashSet<string>();
        foreach (var glob in Words(Files))
        {
            var matches = new Matcher(StringComparison.Ordinal).AddInclude(glob).Match(files).Files.Select(match => match.Path).ToList();
            if (matches.Count == 0) Logger.LogWarning("No file matches {Glob}.", glob);
            found.UnionWith(matches);
        }

        return [.. files.Where(found.Contains)];
    }

    /// <summary>A file with variables put in; null where it has none to put in.</summary>
    Substitution? Substitute(string path, IReadOnlyList<string> allowed, List<string> problems)
    {
        var bytes = ReadFile(path);
        if (bytes.Contains((byte)0) || !Utf8.IsValid(bytes))
        {
            Logger.LogInformation("{File} is no text in UTF-8 and stays as it is.", path);
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes);
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var result = Reference.Replace(text, reference =>
        {
            var name = reference.Groups["name"].Value;
            if (!allowed.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))) return reference.Value;

            var value = Env.Get(name);
            if (string.IsNullOrEmpty(value) && reference.Groups["default"] is { Success: true } fallback) value = fallback.Value;
            if (value is null && WhenUndefined == Undefined.Keep) return reference.Value;
            if (value is null && WhenUndefined == Undefined.Fail && problems.Count < MostProblems) problems.Add($"{path}, line {text.AsSpan(0, reference.Index).Count('\n') + 1}: {name}");
            counts[name] = counts.GetValueOrDefault(name) + 1;
            return value ?? "";
        });
        return counts.Count == 0 ? null : new Substitution(path, result, counts);
    }

    static string Report(IReadOnlyList<Substitution> changed)
    {
        var report = new MarkdownBuilder().Heading(1, "Variables in manifests");
        if (changed.Count == 0) return report.Paragraph("No file refers to an allowed variable.").ToString();

        var rows = changed.SelectMany(file => file.Counts.Select(count => (MarkdownText[])[MarkdownText.Code(file.Path), MarkdownText.Code(count.Key), $"{count.Value}"])).ToList();
        report.Table(["File", "Variable", "Times"], rows.Take(MostRows));
        return (rows.Count > MostRows ? report.Paragraph($"… and {rows.Count - MostRows} more.") : report).ToString();
    }

    static string[] Words(string list) => list.Split([',', ' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);

    sealed record Substitution(string Path, string Text, IReadOnlyDictionary<string, int> Counts);
}

enum Undefined
{
    Fail,
    Keep,
    Empty,
}
