using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Commands;

/// <summary>What a shell offers for the last word of a command line, for the scripts of <see cref="CompletionCommand"/>.</summary>
static partial class Suggestions
{
    /// <summary>The last line if files and folders fit too; the shell completes those itself.</summary>
    public const string Files = ":files";

    // -h covers its other forms.
    static readonly string[] OtherHelp = ["-?", "/?", "/h"];

    /// <param name="root">The tool.</param>
    /// <param name="line">The command line up to the cursor.</param>
    public static IEnumerable<string> Of(Command root, string line)
    {
        // The tool may be called by a path, or another name.
        var words = line.TrimStart().Split(' ', 2);
        var text = $"{root.Name} {(words.Length == 2 ? words[1] : "")}";
        // The parser fails where the value of an option follows an equals sign.
        var assigned = Assigned().Match(text);
        if (!assigned.Success) return At(root, text);

        var option = assigned.Groups["option"];
        return At(root, $"{text[..option.Index]}{option.Value} {assigned.Groups["value"].Value}")
            .Select(label => label == Files ? label : $"{option.Value}={label}");
    }

    static IEnumerable<string> At(Command root, string text)
    {
        var parsed = root.Parse(text, SpaceforgeCommand.Parser);
        // Commands come before options.
        var labels = parsed.GetCompletions(text.Length).Select(completion => completion.Label)
            .Where(label => !OtherHelp.Contains(label)).OrderBy(label => label.StartsWith('-'));
        return TakesFile(root, text) ? [.. labels, Files] : labels;
    }

    /// <summary>Whether the last word can be a path: the value of an option, or an argument.</summary>
    static bool TakesFile(Command root, string text)
    {
        var start = text.LastIndexOf(' ') + 1;
        if (text.AsSpan(start) is ['-', ..]) return false;

        var before = root.Parse(text[..start], SpaceforgeCommand.Parser);
        var command = before.CommandResult;
        var last = before.Tokens is [.., var token] ? command.Children.OfType<OptionResult>()
            .FirstOrDefault(option => option.Tokens.Count == 0 && option.IdentifierToken?.Value == token.Value)?.Option : null;
        if (last is not null && last.Arity.MaximumNumberOfValues > 0 && last.ValueType != typeof(bool)) return IsPath(last.HelpName);

        var next = command.Command.Arguments.FirstOrDefault(argument => argument.Arity.MaximumNumberOfValues > 1
            || command.GetResult(argument) is not { Tokens.Count: > 0 });
        return next is not null && IsPath(next.HelpName ?? next.Name);
    }

    static bool IsPath(string? name) => name is not null && PathName().IsMatch(name);

    [GeneratedRegex("(?<= )(?<option>--[a-z0-9-]+)=(?<value>[^ ]*)$")]
    private static partial Regex Assigned();

    // What help texts call files and folders. Of a value such as ID=@FILE the shell knows nothing.
    [GeneratedRegex(@"(?:^|[_|])(?:FILE|FOLDER|DIR|ROOT|PATH|MANIFEST|PLUGIN|OLD|NEW)\b(?!=)")]
    private static partial Regex PathName();
}
