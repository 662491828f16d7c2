using System.Text;

namespace Spaceforge.Cli.Manifests;

/// <summary>
/// The strings of a C# file with the place of each character, however they are written: ordinary, verbatim, raw, and sums of them.
/// Strings with interpolated parts have no text of their own.
/// </summary>
sealed class CodeStrings
{
    // An interpolation in an interpolation.
    const int Deepest = 30;

    readonly string code;
    readonly List<CodeString> found = [];

    // Of the last string, for the '+' that continues it.
    int end = -1;
    bool isContinued;

    CodeStrings(string code) => this.code = code;

    public static IReadOnlyList<CodeString> Of(string code)
    {
        var strings = new CodeStrings(code);
        strings.Code(0, depth: 0);
        return strings.found;
    }

    /// <summary>Reads to the end, or to the brace that ends an interpolation; its index.</summary>
    int Code(int at, int depth)
    {
        var braces = 0;
        while (at < code.Length)
        {
            var c = code[at];
            if (c is '/' && Next(at) is '/' || (c is '#' && IsLineStart(at)))
            {
                at = IndexOf('\n', at);
            }
            else if (c is '/' && Next(at) is '*')
            {
                var close = code.IndexOf("*/", at + 2, StringComparison.Ordinal);
                at = close < 0 ? code.Length : close + 2;
            }
            else if (c is '\'')
            {
                at = Character(at);
            }
            else if (c is '"' || (c is '@' or '$' && Prefix(at) is > 0))
            {
                at = Text(at, depth);
                continue;
            }
            else
            {
                if (depth > 0 && c is '}' && braces-- == 0) return at;
                if (c is '{') braces++;
                at++;
                if (char.IsWhiteSpace(c)) continue;
                isContinued = c is '+' && end >= 0 && !isContinued;
                if (!isContinued) end = -1;
            }
        }

        return at;
    }

    /// <summary>The number of characters before a string's quote: <c>@</c>, <c>$</c> or both; 0 if it is none.</summary>
    int Prefix(int at)
    {
        var i = at;
        while (i < code.Length && code[i] is '$' or '@') i++;
        return i < code.Length && code[i] == '"' ? i - at : 0;
    }

    int Text(int start, int depth)
    {
        var quote = start + Prefix(start);
        var prefix = code.AsSpan(start, quote - start);
        var (dollars, isVerbatim) = (prefix.Count('$'), prefix.Contains('@'));
        var quotes = 0;
        while (!isVerbatim && quote + quotes < code.Length && code[quote + quotes] == '"') quotes++;
        var text = new StringBuilder();
        var places = new List<int>();
        bool hasHoles;
        int at;
        if (quotes >= 3) (at, hasHoles) = Raw(quote + quotes, quotes, dollars, depth, text, places);
        else if (quotes == 2) (at, hasHoles) = (quote + 2, false);
        else (at, hasHoles) = Quoted(quote + 1, isVerbatim, dollars > 0, depth, text, places);

        if (hasHoles)
        {
            end = -1;
        }
        else if (isContinued && end >= 0 && found.Count > 0)
        {
            found[^1] = new(found[^1].Text + text, [.. found[^1].Places, .. places]);
            end = at;
        }
        else
        {
            found.Add(new(text.ToString(), [.. places]));
            end = at;
        }

        isContinued = false;
        return at;
    }

    (int At, bool HasHoles) Quoted(int at, bool isVerbatim, bool isInterpolated, int depth, StringBuilder text, List<int> places)
    {
        var hasHoles = false;
        while (at < code.Length)
        {
            var c = code[at];
            var isTwice = Next(at) == c;
            if (c is '"' && !(isVerbatim && isTwice)) return (at + 1, hasHoles);
            if (c is '\n' && !isVerbatim) return (at, true);
            if (isInterpolated && c is '{' && !isTwice)
            {
                hasHoles = true;
                at = Hole(at + 1, depth);
                continue;
            }

            var length = c is '"' || (isInterpolated && c is '{' or '}' && isTwice) ? 2 : 1;
            if (c is '\\' && !isVerbatim) length = Escape(at, text, places);
            else Add(c, at, text, places);
            at += length;
        }

        return (at, true);
    }

    int Escape(int at, StringBuilder text, List<int> places)
    {
        var kind = Next(at);
        var digits = kind switch { 'u' => 4, 'U' => 8, 'x' => 4, _ => 0 };
        var count = 0;
        while (count < digits && at + 2 + count < code.Length && char.IsAsciiHexDigit(code[at + 2 + count])) count++;
        if (digits > 0)
        {
            var value = count == 0 ? 0xFFFD : int.Parse(
                code.AsSpan(at + 2, count), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
            foreach (var part in value is > 0xFFFF and <= 0x10FFFF ? char.ConvertFromUtf32(value) : ((char)value).ToString())
            {
                Add(part, at, text, places);
            }

            return 2 + count;
        }

        Add(kind switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '0' => '\0',
            'a' => '\a',
            'b' => '\b',
            'e' => '\u001b',
            'f' => '\f',
            'v' => '\v',
            _ => kind,
        }, at, text, places);
        return 2;
    }

    (int At, bool HasHoles) Raw(int start, int quotes, int dollars, int depth, StringBuilder text, List<int> places)
    {
        var hasHoles = false;
        var at = start;
        while (at < code.Length)
        {
            if (code[at] == '"')
            {
                var run = Run(at, '"');
                if (run >= quotes)
                {
                    Lines(start, at + run - quotes, text, places);
                    return (at + run, hasHoles);
                }

                at += run;
            }
            else if (dollars > 0 && code[at] == '{')
            {
                var run = Run(at, '{');
                at += run;
                if (run < dollars) continue;
                hasHoles = true;
                at = Hole(at, depth);
            }
            else
            {
                at++;
            }
        }

        return (at, true);
    }

    /// <summary>The text between the quotes of a raw string, without its indentation.</summary>
    void Lines(int start, int stop, StringBuilder text, List<int> places)
    {
        var first = code.IndexOf('\n', start, stop - start);
        var last = first < 0 ? -1 : code.LastIndexOf('\n', stop - 1, stop - start);
        if (last < 0)
        {
            for (var at = start; at < stop; at++) Add(code[at], at, text, places);
            return;
        }

        var indentation = stop - last - 1;
        var content = last > first && code[last - 1] == '\r' ? last - 1 : last;
        for (var line = first + 1; line < content;)
        {
            var next = Math.Min(content, IndexOf('\n', line) + 1);
            var at = line;
            while (at < next && at - line < indentation && code[at] is not ('\r' or '\n')) at++;
            for (; at < next; at++) Add(code[at], at, text, places);
            line = next;
        }
    }

    /// <summary>Behind the braces that end an interpolation.</summary>
    int Hole(int at, int depth)
    {
        if (depth >= Deepest) return code.Length;
        at = Code(at, depth + 1);
        while (at < code.Length && code[at] == '}') at++;
        return at;
    }

    int Character(int at)
    {
        var i = at + 1;
        while (i < code.Length && code[i] is not ('\'' or '\n')) i += code[i] == '\\' ? 2 : 1;
        return Math.Min(code.Length, i + 1);
    }

    static void Add(char c, int at, StringBuilder text, List<int> places)
    {
        // YAML has one kind of line break.
        if (c == '\r') return;
        text.Append(c);
        places.Add(at);
    }

    int Run(int at, char c)
    {
        var i = at;
        while (i < code.Length && code[i] == c) i++;
        return i - at;
    }

    char Next(int at) => at + 1 < code.Length ? code[at + 1] : '\0';

    int IndexOf(char c, int at) => code.IndexOf(c, at) is >= 0 and var found ? found : code.Length;

    bool IsLineStart(int at)
    {
        while (at > 0 && code[at - 1] is ' ' or '\t') at--;
        return at == 0 || code[at - 1] == '\n';
    }
}

/// <summary>A string of a C# file.</summary>
/// <param name="Text">Its text, without carriage returns.</param>
/// <param name="Places">The index of each character in the file.</param>
sealed record CodeString(string Text, IReadOnlyList<int> Places);
