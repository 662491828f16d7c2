using System.Buffers;
using Spaceforge.Validation;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Manifests;

/// <summary>Reads YAML that may be malformed or designed to exhaust the reader.</summary>
static class YamlFile
{
    // More than the largest manifest.
    const long MostText = 20_000_000;

    /// <summary>The characters that YAML allows; the parser accepts more.</summary>
    static readonly SearchValues<char> Printable = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code)
            .Where(letter => letter is '\t' or '\n' or '\r' or '\u0085' || !char.IsControl(letter))]);

    /// <summary>The tree of a text with one document, or null after reporting an error.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="report">Takes the place, the rule that is broken, and the message.</param>
    public static YamlNode? Load(string yaml, Action<Place, Rule, string> report)
    {
        if (yaml.AsSpan().IndexOfAnyExcept(Printable) is >= 0 and var control)
        {
            var line = yaml.AsSpan(0, control);
            report(
                new Place(line.Count('\n') + 1, control - line.LastIndexOf('\n')),
                Rules.NoYaml, $"Not valid YAML: it contains the control character U+{(int)yaml[control]:X4}; write it as \"\\x{(int)yaml[control]:X2}\" in double quotes.");
            return null;
        }

        var parser = new LimitedParser(new Parser(new StringReader(yaml)));
        try
        {
            var stream = new YamlStream();
            stream.Load(parser);
            if (stream.Documents is not [{ RootNode: var root }])
            {
                report(new Place(1, 1), Rules.NoYaml, $"Not a single YAML document: this file has {stream.Documents.Count}.");
                return null;
            }

            var size = AliasedSize.Of(root);
            if (size.Nodes <= LimitedParser.MostNodes && size.Levels <= LimitedParser.Deepest && size.Length <= MostText) return root;

            if (size.Nodes <= LimitedParser.MostNodes)
            {
                report(new Place(1, 1), Rules.TooLarge, size.Length > MostText
                    ? $"Its aliases expand to more than {MostText} characters, which no manifest needs."
                    : $"Its aliases expand to more than {LimitedParser.Deepest} levels, which no manifest needs.");
                return null;
            }

            report(
                new Place(1, 1),
                Rules.TooLarge, $"Its aliases expand to more than {LimitedParser.MostNodes} values, or to themselves; write out the values.");
        }
        catch (YamlException e)
        {
            var place = new Place(Math.Max(1, e.Start.Line), Math.Max(1, e.Start.Column));
            if (parser.Limit is { } limit) report(place, Rules.TooLarge, limit);
            else if (e.Message.StartsWith("Duplicate key", StringComparison.Ordinal)) report(
                place, Rules.KeyTwice, "Duplicate key; YAML does not say which value counts, so remove one.");
            else if (e.Message.Contains(" tab", StringComparison.Ordinal)
                && Tab(yaml, Math.Max((int)e.Start.Line, parser.LastLine)) is { } tab) report(
                    tab, Rules.NoYaml, "Not valid YAML: there is a tab in the indentation; use spaces.");
            else report(place, Rules.NoYaml, $"Not valid YAML: {e.Message.TrimEnd('.')}.");
        }
        // The parser has its own exceptions, but gives up on some texts with others, which say nothing about them.
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException
            or NullReferenceException or InvalidCastException)
        {
            report(
                new Place(Math.Max(1, parser.LastLine), 1), Rules.NoYaml,
                "Not valid YAML from this line on: a bracketed list or map is not closed, or continues on a line that is not indented.");
        }

        return null;
    }

    /// <summary>The first tab in an indentation. The parser only reports where the enclosing node starts.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="from">The line to begin with.</param>
    static Place? Tab(string yaml, int from)
    {
        var number = 0;
        foreach (var line in yaml.AsSpan().EnumerateLines())
        {
            if (++number < from) continue;

            var indentation = line[..(line.Length - line.TrimStart(" \t-").Length)];
            if (indentation.Length < line.Length && indentation.IndexOf('\t') is >= 0 and var column) return new Place(number, column + 1);
        }

        return null;
    }
}
