using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Spaceforge.Cli.Json;

namespace Spaceforge.Cli.Scenarios;

/// <summary>Compares the results of a run with the expected ones.</summary>
static class ScenarioCheck
{
    const int MostShown = 12;
    static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan AllPatternsTimeout = TimeSpan.FromSeconds(10);

    public static IReadOnlyList<string> Differences(Scenario scenario, JsonObject result, int exitCode)
    {
        var found = new List<string>();
        var patterns = new Stopwatch();
        foreach (var expected in scenario.Expectations) Check(expected, result, exitCode, patterns, text => found.Add(
            string.Create(CultureInfo.InvariantCulture, $"{scenario.File}:{expected.Line}: {text}")));
        return found;
    }

    static void Check(Expectation expected, JsonObject result, int exitCode, Stopwatch patterns, Action<string> report)
    {
        switch (expected.Key)
        {
            case "state":
                Same("state", expected.Value, result["final_state"], report);
                break;
            case "cause":
                Lines("cause", expected.Value, result["cause"] is { } cause ? [Text(cause)] : [], patterns, report);
                break;
            case "exit_code":
                Same("exit_code", expected.Value, exitCode, report);
                break;
            case "phases":
                ByName("phases", expected.Value, name => Last(List(result["phases"]), name)?["state"], report);
                break;
            case "exit_codes":
                ByName("exit_codes", expected.Value, name => Last(Steps(result), name)?["exit_code"], report);
                break;
            case "log":
                Lines("log", expected.Value, [.. Steps(result).SelectMany(step => Texts(step["log"]))], patterns, report);
                break;
            case "warnings":
                Lines("warnings", expected.Value, [.. Texts(result["warnings"])], patterns, report);
                break;
            case "api_calls":
                Lines("api_calls", expected.Value, [.. List(result["api_calls"]).Select(call => Text(call["name"]))], patterns, report);
                break;
            case "outputs":
                TextByName("outputs", expected.Value, name => result["outputs"]?[name], patterns, report);
                break;
            case "files":
                TextByName("files", expected.Value, name => result["files"]?[name], patterns, report);
                break;
            case "policy_inputs":
                ByName("policy_inputs", expected.Value, name => result["policy_input"]?[name], report);
                break;
            case "decisions":
                foreach (var (type, value) in (JsonObject)expected.Value!) Decision(type, value, result, report);
                break;
            case "sent":
                Sent(expected.Value, result, report);
                break;
        }
    }

    static void Decision(string type, JsonNode? expected, JsonObject result, Action<string> report)
    {
        var decision = List(result["policies"])
            .LastOrDefault(found => string.Equals(Text(found["type"]), type, StringComparison.OrdinalIgnoreCase));
        if (expected is JsonObject parts)
        {
            foreach (var (key, value) in parts) Same($"decisions.{type}.{key}", value, decision?[key], report);
            return;
        }

        Same($"decisions.{type}", expected, decision?["outcome"], report);
    }

    static void Sent(JsonNode? expected, JsonObject result, Action<string> report)
    {
        JsonObject[] sent = [.. List(result["policies"]).SelectMany(decision => List(decision["sent"]))];
        if (expected is JsonArray { Count: 0 } && sent.Length > 0)
        {
            report($"sent: expected nothing; sent was {string.Join(", ", sent.Take(MostShown).Select(Shown))}");
            return;
        }

        foreach (var (index, wanted) in ((JsonArray)expected!).Index())
        {
            if (sent.Any(message => Differs("", wanted, message) is null)) continue;
            report(string.Create(
                CultureInfo.InvariantCulture,
                $"sent[{index}]: expected {Shown(wanted)}; sent was {(sent.Length == 0 ? "nothing" : string.Join(", ", sent.Take(MostShown).Select(Shown)))}"));
        }
    }

    static void Same(string name, JsonNode? expected, JsonNode? found, Action<string> report)
    {
        if (Differs(name, expected, found) is { } difference) report(difference);
    }

    static void ByName(string key, JsonNode? expected, Func<string, JsonNode?> found, Action<string> report)
    {
        foreach (var (name, value) in (JsonObject)expected!) Same($"{key}.{name}", value, found(name), report);
    }

    /// <summary>Texts that must contain something; true and false check whether they exist.</summary>
    static void TextByName(
        string key, JsonNode? expected, Func<string, JsonNode?> found, Stopwatch patterns, Action<string> report)
    {
        foreach (var (name, value) in (JsonObject)expected!)
        {
            var text = found(name);
            if (value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            {
                var wanted = value.GetValueKind() == JsonValueKind.True;
                if (wanted != text is not null) report($"{key}.{name}: {(wanted ? "does not exist" : "exists")}");
                continue;
            }

            if (text is null) report($"{key}.{name}: does not exist");
            else if (value is JsonArray parts) Lines($"{key}.{name}", parts, [Text(text)], patterns, report);
            else Lines($"{key}.{name}", new JsonArray(value?.DeepClone()), [Text(text)], patterns, report);
        }
    }

    /// <summary>Each expected text must be part of a line; {matches: REGEX} and {not: TEXT} too.</summary>
    static void Lines(
        string key, JsonNode? expected, IReadOnlyList<string> lines, Stopwatch patterns, Action<string> report)
    {
        if (expected is JsonArray { Count: 0 } && lines.Count > 0)
        {
            report($"{key}: expected nothing; found: {lines[0]}");
            return;
        }

        foreach (var wanted in (JsonArray)expected!)
        {
            var (isWanted, description, matches) = Matcher(wanted, patterns);
            if (lines.Any(matches) == isWanted) continue;

            if (!isWanted)
            {
                report($"{key}: expected nothing with {description}; found: {lines.First(matches)}");
                continue;
            }

            var last = lines.TakeLast(MostShown).Select(line => $"\n      {line.TrimEnd('\n').Replace("\n", "\n      ", StringComparison.Ordinal)}");
            report($"{key}: expected {description}; the {(lines.Count > MostShown ? "end of it is" : "whole of it is")}{(
                lines.Count == 0 ? " empty" : $":{string.Concat(last)}")}");
        }
    }

    static (bool IsWanted, string Description, Func<string, bool> Matches) Matcher(JsonNode? wanted, Stopwatch patterns)
    {
        if (wanted is JsonObject { Count: 1 } rule && rule["matches"] is { } pattern)
        {
            try
            {
                var regex = new Regex(Text(pattern), RegexOptions.CultureInvariant, PatternTimeout);
                return (true, $"a match of /{Text(pattern)}/", line => IsMatch(regex, line, patterns));
            }
            catch (ArgumentException e)
            {
                throw new UsageException($"'{pattern}' is not a valid regular expression: {e.Message}");
            }
        }

        if (wanted is JsonObject { Count: 1 } inverse && inverse["not"] is { } unwanted)
        {
            return (false, $"'{Text(unwanted)}'", line => line.Contains(Text(unwanted), StringComparison.Ordinal));
        }

        return (true, $"'{Text(wanted)}'", line => line.Contains(Text(wanted), StringComparison.Ordinal));
    }

    /// <param name="patterns">Measures all patterns of the scenario together.</param>
    static bool IsMatch(Regex regex, string line, Stopwatch patterns)
    {
        try
        {
            patterns.Start();
            if (patterns.Elapsed > AllPatternsTimeout) throw new RegexMatchTimeoutException();
            return regex.IsMatch(line);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new UsageException($"The regular expression '{regex}' takes too long.");
        }
        finally
        {
            patterns.Stop();
        }
    }

    /// <summary>An object needs the keys that are expected; other values are the same.</summary>
    static string? Differs(string name, JsonNode? expected, JsonNode? found)
    {
        if (expected is JsonObject wanted && found is JsonObject members)
        {
            return wanted.Select(entry => members.ContainsKey(entry.Key) || entry.Value is null
                ? Differs(Join(name, entry.Key), entry.Value, members[entry.Key])
                : $"{Join(name, entry.Key)}: expected {Shown(entry.Value)}, but it does not exist")
                .FirstOrDefault(difference => difference is not null);
        }

        if (expected is JsonArray list && found is JsonArray items)
        {
            if (list.Count != items.Count) return $"{name}: expected {list.Count} items, found {items.Count}: {Shown(items)}";
            return list.Select((item, index) => Differs(Join(name, index.ToString(CultureInfo.InvariantCulture)), item, items[index]))
                .FirstOrDefault(difference => difference is not null);
        }

        return JsonNode.DeepEquals(expected, found) ? null : $"{name}: expected {Shown(expected)}, found {(found is null ? "nothing" : Shown(found))}";
    }

    static string Join(string name, string key) => name.Length == 0 ? key : $"{name}.{key}";

    static string Shown(JsonNode? node) => node is null ? "null"
        : JsonText.Of(node, indented: false) is { Length: > 500 } text ? $"{text[..500]}..." : JsonText.Of(node, indented: false);

    static IEnumerable<JsonObject> List(JsonNode? node) => node is JsonArray items ? items.OfType<JsonObject>() : [];

    static IEnumerable<JsonObject> Steps(JsonObject result) => List(result["phases"]).SelectMany(phase => List(phase["steps"]));

    static IEnumerable<string> Texts(JsonNode? node) => node is JsonArray items ? items.Select(Text) : [];

    static JsonObject? Last(IEnumerable<JsonObject> items, string name) => items.LastOrDefault(item => Text(item["name"]) == name);

    static string Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) ? text : node?.ToJsonString() ?? "";
}
