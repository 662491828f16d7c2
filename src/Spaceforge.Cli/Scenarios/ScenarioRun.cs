using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spaceforge.Cli.IO;
using Spaceforge.Cli.Json;
using Spaceforge.Cli.Processes;
using Spaceforge.Files;

namespace Spaceforge.Cli.Scenarios;

/// <summary>Runs a scenario in a process of its own, so that scenarios share nothing.</summary>
/// <param name="scenario">The scenario.</param>
/// <param name="manifests">The plugins' manifests.</param>
sealed class ScenarioRun(Scenario scenario, IReadOnlyList<string> manifests)
{
    // The kernel refuses more than 128 KB in UTF-8.
    const int LongestArgument = 40_000;
    const int LongestArguments = 400_000;

    // Aliases make large files of a small scenario.
    const long LargestFiles = 100_000_000;

    static readonly Dictionary<string, string?> Plain = new() { ["NO_COLOR"] = "1" };

    /// <summary>The run's result as <c>simulate --json</c> writes it, or null if it did not run; the exit code; and the output.</summary>
    public async Task<(JsonObject? Result, int ExitCode, string Output)> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = WorkFolder.Create();
        var json = Path.Combine(folder.Path, "result.json");
        string[] given = [.. Arguments(folder.Path)];
        if (given.Any(argument => argument.Contains('\0', StringComparison.Ordinal)))
        {
            throw new UsageException($"{scenario.File}: a value in 'run' contains a NUL character.");
        }

        if (given.Any(argument => argument.Length > LongestArgument) || given.Sum(argument => (long)argument.Length) > LongestArguments)
        {
            throw new UsageException($"{scenario.File}: the values in 'run' are too long: {LongestArgument} characters each, {LongestArguments} together. Use files instead.");
        }

        string[] arguments = [.. OwnProgram.Command, "simulate", .. manifests, .. given, "--json", json];
        var (exitCode, output, error) = await CapturedProcess.RunAsync(
            arguments[0], arguments[1..], withError: true, folder: null, cancellationToken, Plain,
            CapturedProcess.CleaningUp);
        var result = File.Exists(json) ? JsonNode.Parse(await File.ReadAllBytesAsync(json, cancellationToken)) as JsonObject : null;
        return (result, exitCode, output + error);
    }

    IEnumerable<string> Arguments(string folder)
    {
        var run = scenario.Run;
        // A scenario has the same parameters on every machine.
        yield return "--only-given";
        foreach (var (key, value) in run)
        {
            switch (key)
            {
                case "type":
                    yield return $"--run-type={Text(value).ToLowerInvariant()}";
                    break;
                case "stack":
                    yield return $"--stack={Text(value)}";
                    break;
                case "project_root":
                    yield return $"--project-root={Text(value)}";
                    break;
                case "parameters":
                    foreach (var (id, given) in Members(value)) yield return $"--param={id}={given}";
                    break;
                case "environment":
                    foreach (var (name, given) in Members(value)) yield return $"--env={name}={given}";
                    break;
                case "phases":
                    foreach (var (phase, command) in Members(value)) yield return $"--phase={phase}={command}";
                    break;
                case "labels":
                    yield return $"--labels={string.Join(',', Items(value))}";
                    break;
                case "plan":
                    yield return $"--plan-json={FileOf(folder, "plan.json", value)}";
                    break;
                case "api":
                    yield return $"--api-data={FileOf(folder, "api.json", value)}";
                    break;
                case "policies":
                    foreach (var policy in Items(value)) yield return $"--policy={Near(policy)}";
                    break;
                case "autodeploy" when IsTrue(value):
                    yield return "--autodeploy";
                    break;
                case "pauses" when !IsTrue(value):
                    yield return "--no-pause";
                    break;
                case "approvals":
                    for (var i = 0; i < Count(value); i++) yield return "--approve";
                    break;
                case "rejections":
                    for (var i = 0; i < Count(value); i++) yield return "--reject";
                    break;
                case "sanitize":
                    yield return $"--sanitize={Text(value)}";
                    break;
                case "final_state":
                    yield return $"--final-state={Text(value)}";
                    break;
            }
        }

        if (Source(folder) is { } source) yield return $"--source={source}";
        if (Programs(folder) is { } programs) yield return $"--programs={programs}";
        var files = scenario.Expectations.Where(expected => expected.Key == "files");
        foreach (var path in files.SelectMany(expected => Members(expected.Value)))
        {
            yield return $"--show-file={path.Name}";
        }
    }

    /// <summary>The stack's repository: a folder next to the scenario, the files that it lists, or both.</summary>
    string? Source(string folder)
    {
        var source = scenario.Run["source"] is { } path ? Near(Text(path)) : null;
        if (scenario.Run["files"] is not JsonObject files) return source;

        var target = Directory.CreateDirectory(Path.Combine(folder, "source")).FullName;
        if (source is not null) Copied(source, target);
        if (files.Sum(file => (long)Text(file.Value).Length) > LargestFiles)
        {
            throw new UsageException($"{scenario.File}: 'run.files' has more than {LargestFiles} characters.");
        }

        // The copy has the links of the source.
        using var root = ForeignFolder.Open(target);
        foreach (var (name, text) in Members(files))
        {
            var file = Path.GetFullPath(Path.Combine(target, name));
            if (!file.StartsWith(target + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new UsageException($"{scenario.File}: 'run.files': '{name}' is outside the source.");
            }

            var inner = file[(target.Length + 1)..];
            if (inner.LastIndexOf('/') is > 0 and var end) root.CreateFolder(inner[..end]).Dispose();
            root.WriteText(inner, text);
        }

        return target;
    }

    void Copied(string source, string target)
    {
        var (exitCode, output, error) = CapturedProcess.RunAsync(
            "cp", ["-pPR", $"{source}/.", target], withError: true, folder: null, CancellationToken.None).GetAwaiter().GetResult();
        if (exitCode != 0) throw new UsageException($"{scenario.File}: the folder '{source}' cannot be copied: {(output + error).Trim()}");
    }

    /// <summary>A folder with the scenario's programs, which only hooks and phases may start; null if it has none.</summary>
    string? Programs(string folder)
    {
        if (scenario.Run["commands"] is not JsonObject commands) return null;

        var programs = Directory.CreateDirectory(Path.Combine(folder, "programs")).FullName;
        // Hooks run as another user.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        foreach (var (name, script) in Members(commands))
        {
            if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal) || name is "." or "..")
            {
                throw new UsageException($"{scenario.File}: 'run.commands': '{name}' is not the name of a program.");
            }

            var path = Path.Combine(programs, name);
            File.WriteAllText(path, script.StartsWith("#!", StringComparison.Ordinal) ? script : $"#!/bin/sh\n{script}\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }

        return programs;
    }

    string FileOf(string folder, string name, JsonNode? value)
    {
        if (value is not JsonObject) return Near(Text(value));

        var path = Path.Combine(folder, name);
        File.WriteAllText(path, JsonText.Of(value, indented: false));
        return path;
    }

    /// <summary>Resolves a path relative to the scenario file.</summary>
    string Near(string path) => Path.IsPathRooted(path)
        ? throw new UsageException($"{scenario.File}: '{path}' must be relative to the scenario.")
        : scenario.PathOf(path);

    static IEnumerable<(string Name, string Value)> Members(JsonNode? node) =>
        node is JsonObject members ? members.Select(entry => (entry.Key, Text(entry.Value))) : [];

    static IEnumerable<string> Items(JsonNode? node) => node is JsonArray items ? items.Select(Text) : [];

    static bool IsTrue(JsonNode? node) => node?.GetValueKind() == JsonValueKind.True;

    static int Count(JsonNode? node) => node is JsonValue value && value.TryGetValue(out long count) ? (int)Math.Clamp(count, 0, 100) : 0;

    static string Text(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonValue value when value.TryGetValue(out bool flag) => flag ? "true" : "false",
        _ => Convert.ToString(node.ToJsonString(), CultureInfo.InvariantCulture)!,
    };
}
