using System.Text.RegularExpressions;

namespace Spaceforge.Shared.Policies;

/// <summary>
/// Custom data of plan policies, <c>input.third_party_metadata.custom.KEY</c>, and the files <c>KEY.custom.spacelift.json</c> that it
/// comes from.
/// </summary>
static class CustomData
{
    const RegexOptions Options = RegexOptions.CultureInvariant;
    const string Custom = @"third_party_metadata(?:\.custom|\[""custom""\])";

    static readonly Regex Reading = new(
        Custom + @"(?:\.(?<key>[A-Za-z_][A-Za-z0-9_]*)|\[(?:""(?<key>[^""]+)""|`(?<key>[^`]+)`)\])", Options);

    // A policy that goes over all of it, or takes it apart elsewhere.
    static readonly Regex ReadingAll = new(
        "third_party_metadata(?!" + @"(?:\.custom|\[""custom""\])(?:\.[A-Za-z_]|\[[""`]))(?!\.infracost|\[""infracost""\])", Options);

    static readonly Regex Comment = new(@"""(?:[^""\\\n]|\\.)*""|`[^`]*`|(?<comment>#[^\n]*)", Options);

    static readonly Regex File = new(@"(?<before>[$}%*]?)(?<key>[A-Za-z0-9_-]*)\.custom\.spacelift\.json", Options);

    static readonly Regex Call = new(
        @"(?:AddToPolicyInput|add_to_policy_input)\s*(?:<[^<>()]*>\s*)?\(\s*(?:(?:name|input_name)\s*[:=]\s*)?"
        + @"(?:@?(?<quote>[""'])(?<key>[^""'\n]*)\k<quote>\s*[,)]|(?<name>[A-Za-z_][A-Za-z0-9_.]*)\s*[,)]|(?<other>[^)\s]))", Options);

    /// <summary>What a policy reads, with each place; and whether it may read any key.</summary>
    public static (IReadOnlyList<(string Key, int Index)> Keys, bool All) Reads(string body)
    {
        // Same length, so that places stay.
        var code = Comment.Replace(body, match => match.Groups["comment"].Success ? new string(' ', match.Length) : match.Value);
        return ([.. Reading.Matches(code).Cast<Match>().Select(match => match.Groups["key"]).Select(key => (key.Value, key.Index))],
            ReadingAll.IsMatch(code));
    }

    /// <summary>The files of custom data that a text names, with the place of each.</summary>
    public static IReadOnlyList<(string Key, int Index)> Files(string text) =>
        text.IndexOf(".custom.spacelift.json", StringComparison.Ordinal) < 0 ? [] :
        [
            .. File.Matches(text).Cast<Match>().Where(match => match.Groups["before"].Length == 0)
                .Select(match => match.Groups["key"]).Where(key => key.Length > 0).Select(key => (key.Value, key.Index)),
        ];

    /// <summary>What the texts of a plugin write: its source, mounted files and commands.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="bodies">The policies; what a text has of them does not write anything.</param>
    public static WrittenData Writes(IEnumerable<string> texts, IReadOnlyCollection<string> bodies)
    {
        var lines = new HashSet<string>(bodies.SelectMany(body => body.Split('\n')).Select(line => line.Trim()), StringComparer.Ordinal);
        var own = texts.Select(text => Without(text, bodies, lines)).ToArray();
        var keys = new List<string>();
        var isComputed = false;
        foreach (var text in own)
        {
            foreach (var match in File.Matches(text).Cast<Match>())
            {
                if (match.Groups["before"].Length == 0 && match.Groups["key"].Length > 0) keys.Add(match.Groups["key"].Value);
                // A pattern, as of 'rm *.custom.spacelift.json', writes nothing.
                else isComputed |= match.Groups["before"].Value != "*";
            }

            foreach (var match in Call.Matches(text).Cast<Match>())
            {
                if (match.Groups["quote"].Success) keys.Add(match.Groups["key"].Value);
                else if (match.Groups["name"].Success && Constant(match.Groups["name"].Value, own) is { } constant) keys.Add(constant);
                else isComputed = true;
            }
        }

        return new() { Keys = [.. keys.Distinct()], IsComputed = isComputed, Texts = own };
    }

    public static string Unwritten(string key) =>
        $"Nothing in the plugin writes '{key}.custom.spacelift.json', so the policy finds no '{key}' unless another plugin "
        + "or the repository has it.";

    public static string Unread(string key) =>
        $"The plugin writes '{key}.custom.spacelift.json', and none of its plan policies reads input.third_party_metadata.custom.{key}.";

    static string? Constant(string name, string[] texts)
    {
        var last = Regex.Escape(name.Substring(name.LastIndexOf('.') + 1));
        var declared = new Regex($@"\b{last}(?:\s*:\s*\w+)?\s*=\s*@?([""'])(?<value>[A-Za-z0-9_-]+)\1", Options);
        var values = texts.SelectMany(text => declared.Matches(text).Cast<Match>()).Select(match => match.Groups["value"].Value).Distinct()
            .Take(2).ToArray();
        return values is [var value] ? value : null;
    }

    /// <summary>The text without the policies, whichever way they are written in it.</summary>
    static string Without(string text, IReadOnlyCollection<string> bodies, HashSet<string> lines)
    {
        foreach (var body in bodies)
        {
            var escaped = body.TrimEnd('\n').Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\t", "\\t").Replace("\n", "\\n");
            if (escaped.Length > 0) text = text.Replace(escaped, "");
        }

        return string.Join("\n", text.Split('\n').Where(line => line.IndexOf("third_party_metadata", StringComparison.Ordinal) < 0
            && !lines.Contains(line.Trim()) && !lines.Contains(line.Trim().Replace("\"\"", "\""))));
    }
}

/// <summary>The custom data that a plugin writes.</summary>
sealed record WrittenData
{
    /// <summary>Those with a name that the plugin spells out, in order.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Others have names that are put together.</summary>
    public bool IsComputed { get; init; }

    /// <summary>The plugin's texts without its policies.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Whether the plugin may write a key.</summary>
    public bool Has(string key) => Keys.Contains(key)
        || (IsComputed && Texts.Any(text => Regex.IsMatch(text, $@"(?<![A-Za-z0-9_]){Regex.Escape(key)}(?![A-Za-z0-9_])")));
}
