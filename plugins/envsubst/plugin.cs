#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
#:package Microsoft.Extensions.FileSystemGlobbing@10.0.12
using System.IO.Enumeration;
using System.Text;
using System.Text.Json.Nodes;
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
        Substitutes environment variables in Kubernetes manifests: `${NAME}`, `${NAME:-default}` and `$NAME`, for variables that are
        allowed. Nothing is downloaded.
        """;

    [Parameter("Variables", Variable = "ENVSUBST_VARIABLES",
        Description = "Names of the allowed variables, separated by commas or spaces; APP_* matches all that start with APP_. References to others are left unchanged")]
    public required string Variables { get; init; }

    [Parameter("Files", Variable = "ENVSUBST_FILES", Description = "Globs relative to the project root, separated by commas or spaces")]
    public string Files { get; init; } = "**/*.yaml, **/*.yml";

    [Parameter("Undefined variables", Variable = "ENVSUBST_UNDEFINED", Description = "What to do with an allowed variable without a value: fail the run, keep the reference, or replace it with nothing")]
    public Undefined WhenUndefined { get; init; } = Undefined.Fail;

    // Tasks may skip init, and destroying a stack may not run it.
    protected override Task BeforeInitAsync(CancellationToken cancellationToken) => SubstituteOnceAsync();

    protected override Task BeforePerformAsync(CancellationToken cancellationToken) => SubstituteOnceAsync();

    protected override Task BeforeDestroyAsync(CancellationToken cancellationToken) => SubstituteOnceAsync();

    async Task SubstituteOnceAsync()
    {
        // The workspace and its files outlive the run's containers. A second pass would substitute references inside values.
        var done = Path.Combine(RunInfo.WorkspaceRoot ?? "/mnt/workspace", "plugins", ".envsubst-done");
        if (!RunInfo.IsLocal && File.Exists(done)) return;

        var problems = new List<string>();
        var allowed = Allowed();
        var changed = FindFiles().Select(file => Substitute(file, allowed, problems)).OfType<Substitution>().ToList();
        if (problems.Count > 0)
        {
            throw new PluginFailedException(
                $"Variables without a value, so no file was changed:\n{string.Join('\n', problems)}\nSet them on the stack, or use a default: ${{NAME:-default}}.");
        }

        if (RunInfo.IsLocal)
        {
            Logger.LogInformation("This is a local run: nothing is written.");
        }
        else
        {
            foreach (var file in changed) WriteFile(file.Path, Encoding.UTF8.GetBytes(file.Text));
            Directory.CreateDirectory(Path.GetDirectoryName(done)!);
            await File.WriteAllTextAsync(done, "");
        }

        Logger.LogInformation("Variables substituted: {Count}, in files: {Files}.", changed.Sum(file => file.Counts.Values.Sum()), changed.Count);
        AddToPolicyInput("envsubst", PolicyInput(changed));
        await SendMarkdownAsync(Report(changed));
    }

    // Kubernetes stacks run `kubectl apply -k`, which reads only the files of the kustomization.
    static JsonObject PolicyInput(List<Substitution> changed) => new()
    {
        ["total"] = changed.Sum(file => file.Counts.Values.Sum()),
        ["files"] = new JsonArray([.. changed.Take(MostRows).Select(file => new JsonObject
        {
            ["path"] = file.Path,
            ["variables"] = new JsonArray([.. file.Counts.Keys.Select(name => (JsonNode)name)]),
        })]),
    };

    IReadOnlyList<string> Allowed()
    {
        var patterns = Words(Variables);
        return patterns.FirstOrDefault(pattern => !NamePattern.IsMatch(pattern)) is { } wrong
            ? throw new PluginFailedException($"'{wrong}' in the parameter 'Variables' is not a variable name: use letters, digits, '_', and '*' as a wildcard.")
            : patterns;
    }

    IReadOnlyList<string> FindFiles()
    {
        // Links are skipped: their targets are either found anyway or do not belong to the project.
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

    /// <summary>The file's text with variables substituted, or null if nothing was substituted.</summary>
    Substitution? Substitute(string path, IReadOnlyList<string> allowed, List<string> problems)
    {
        var bytes = ReadFile(path);
        if (bytes.Contains((byte)0) || !Utf8.IsValid(bytes))
        {
            Logger.LogInformation("{File} is not UTF-8 text and is left unchanged.", path);
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
