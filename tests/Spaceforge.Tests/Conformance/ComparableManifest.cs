using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Spaceforge.Tests.Conformance;

/// <summary>
/// A manifest in the form of the conformance suite: the plugin's own files left out, the commands that we generate turned into the
/// suite's words, ids that we made into <c>&lt;generated&gt;</c>, and hooks sorted.
/// </summary>
static partial class ComparableManifest
{
    public static JsonObject From(JsonObject manifest, string workingDirectory, JsonObject expected)
    {
        foreach (var context in Items(manifest, "contexts")) Translate(context, workingDirectory);
        HideGeneratedIds(manifest, expected);
        return manifest;
    }

    /// <summary>Empty and absent <c>env</c>, <c>mounted_files</c> and <c>hooks</c> are the same, and so is the order of phases.</summary>
    public static JsonObject WithoutEmpty(JsonObject manifest)
    {
        foreach (var context in Items(manifest, "contexts"))
        {
            foreach (var key in (string[])["hooks", "generated_hooks"])
            {
                if (context[key] is not JsonObject hooks) continue;
                context.Remove(key);
                context.Add(key, new JsonObject(hooks.OrderBy(phase => phase.Key, StringComparer.Ordinal)
                    .Select(phase => KeyValuePair.Create(phase.Key, phase.Value?.DeepClone()))));
            }

            foreach (var key in (string[])["env", "mounted_files", "hooks", "generated_hooks"])
            {
                if (context[key] is JsonArray { Count: 0 } or JsonObject { Count: 0 }) context.Remove(key);
            }

            // Keys in one order, whichever the case file has.
            foreach (var key in context.Select(entry => entry.Key).Order(StringComparer.Ordinal).ToArray())
            {
                var value = context[key]?.DeepClone();
                context.Remove(key);
                context.Add(key, value);
            }
        }

        return manifest;
    }

    static void Translate(JsonObject context, string workingDirectory)
    {
        if (context["mounted_files"] is JsonArray files)
        {
            foreach (var file in files.ToArray())
            {
                if (file!["path"]!.GetValue<string>().StartsWith(workingDirectory + "/", StringComparison.Ordinal)) files.Remove(file);
            }
        }

        if (context["hooks"] is not JsonObject hooks) return;
        var generated = new JsonObject();
        foreach (var (phase, commands) in hooks.ToArray())
        {
            var words = commands!.AsArray().Select(command => Word(command!.GetValue<string>(), workingDirectory, phase)).ToArray();
            AssertOrder(words);
            var own = commands!.AsArray().Where((_, i) => words[i] is null).Select(command => command!.DeepClone()).ToArray();
            if (own.Length > 0) hooks[phase] = new JsonArray(own);
            else hooks.Remove(phase);
            if (words.OfType<string>().Any()) generated[phase] = new JsonArray([.. words.OfType<string>().Select(word => (JsonNode)word)]);
        }

        context["generated_hooks"] = generated;
    }

    /// <summary>What a generated command does, or null for one of the author's.</summary>
    static string? Word(string command, string workingDirectory, string phase)
    {
        if (command == $"mkdir -p {workingDirectory} /mnt/workspace/plugins/plugin_binaries") return "prepare";
        if (command == $"sh {workingDirectory}/launch.sh {phase} source plugin.cs") return "run";
        if (command.StartsWith($"sh {workingDirectory}/launch.sh {phase} ", StringComparison.Ordinal) && StartOfProgram().IsMatch(command))
        {
            return "run";
        }
        return command.StartsWith($"sh {workingDirectory}/install.sh ", StringComparison.Ordinal) && Install()
            .Match(command) is { Success: true } install
            ? $"install:{install.Groups[1].Value}"
            : null;
    }

    /// <summary>Prepare, install, the author's own, run.</summary>
    static void AssertOrder(string?[] words)
    {
        var ranks = words.Select(word => word switch { "prepare" => 0, null => 2, "run" => 3, _ => 1 }).ToArray();
        Assert.Equal(ranks.Order(), ranks);
    }

    static void HideGeneratedIds(JsonObject manifest, JsonObject expected)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (actual, wanted) in Items(manifest, "parameters").Zip(Items(expected, "parameters")))
        {
            if (wanted["id"]!.GetValue<string>() != "<generated>") continue;
            Assert.True(made.Add(actual["id"]!.GetValue<string>()), "Two parameters have the same generated id.");
            actual["id"] = "<generated>";
        }

        foreach (var variable in Items(manifest, "contexts").SelectMany(context => Items(context, "env")))
        {
            if (variable["value_from_parameter"]?.GetValue<string>() is { } id && made.Contains(id))
            {
                variable["value_from_parameter"] = "<generated>";
            }
        }
    }

    static IEnumerable<JsonObject> Items(JsonObject node, string key) => (node[key] as JsonArray ?? []).Select(item => item!.AsObject());

    [GeneratedRegex(
        @"launch\.sh \w+ (?:portable plugin\.dll [0-9a-f]{64} 1 [0-9a-f]{64} 1|native plugin-1\.0\.0 amd64 https://example\.com/e -"
            + @"|embedded [\w.-]+-[\w.-]+ amd64 [0-9a-f]{64} 1 arm64 [0-9a-f]{64} 1)\z")]
    private static partial Regex StartOfProgram();

    [GeneratedRegex(@"install\.sh (\S+)(?: (?:amd64|arm64) \S+ -)+\z")]
    private static partial Regex Install();
}
