using System.Text;

namespace Spaceforge.Rego;

/// <summary>Parses RE2 syntax like Go (<c>syntax.Perl</c>), and rejects what it rejects.</summary>
sealed class Re2Parser
{
    const int MaxHeight = 1000;
    const int MaxRepeat = 1000;

    readonly int[] _runes;
    readonly List<string> _names = [""];
    int _at;
    int _depth;
    bool _fold, _multiline, _dotAll, _swapLazy;

    Re2Parser(string pattern)
    {
        var runes = new List<int>(pattern.Length);
        foreach (var rune in pattern.EnumerateRunes())
            runes.Add(rune.Value);
        _runes = [.. runes];
    }

    public static (Re2Node Root, List<string> GroupNames) Parse(string pattern)
    {
        var parser = new Re2Parser(pattern);
        var root = parser.ParseChoice();
        if (parser._at < parser._runes.Length)
            throw new Re2SyntaxException("unexpected )", parser.Text(0, parser._runes.Length));
        return (root, parser._names);
    }

    bool More => _at < _runes.Length;

    string Text(int from, int to)
    {
        var text = new StringBuilder();
        for (var i = from; i < to; i++)
            text.Append(new Rune(_runes[i]).ToString());
        return text.ToString();
    }

    Re2SyntaxException Wrong(string what, int from) => new(what, Text(from, Math.Min(_at, _runes.Length)));

    Re2Node ParseChoice()
    {
        if (++_depth > MaxHeight)
            throw new Re2SyntaxException("expression nests too deeply", Text(0, _runes.Length));

        var items = new List<Re2Node> { ParseSequence() };
        while (More && _runes[_at] == '|')
        {
            _at++;
            items.Add(ParseSequence());
        }

        _depth--;
        return items.Count == 1 ? items[0] : new Re2Node.Choice(items);
    }

    Re2Node ParseSequence()
    {
        var items = new List<Re2Node>();
        var repeated = -1;
        var nested = 0;
        while (More && _runes[_at] is not ('|' or ')'))
        {
            var start = _at;
            if (ParseRepetition() is var (min, max, lazy))
            {
                if (items.Count == 0)
                    throw Wrong("missing argument to repetition operator", start);
                if (repeated >= 0)
                    throw Wrong("invalid nested repetition operator", repeated);
                repeated = start;
                if (++nested > MaxHeight)
                    throw new Re2SyntaxException("expression nests too deeply", Text(0, _runes.Length));
                var repeat = new Re2Node.Repeat(items[^1], min, max, lazy);
                if ((min > 1 || max > 1) && Largest(repeat) > MaxRepeat)
                    throw Wrong("invalid repeat count", start);
                items[^1] = repeat;
            }
            else
            {
                repeated = -1;
                ParseAtom(items);
            }
        }

        return items.Count switch { 0 => new Re2Node.Empty(), 1 => items[0], _ => new Re2Node.Sequence(items) };
    }

    // The product of nested counts, limited as in RE2.
    static int Largest(Re2Node node) => node switch
    {
        Re2Node.Repeat repeat => Math.Min(MaxRepeat + 1, Math.Max(1, Math.Max(repeat.Min, repeat.Max)) * Largest(repeat.Item)),
        Re2Node.Capture capture => Largest(capture.Item),
        Re2Node.Sequence sequence => sequence.Items.Max(Largest),
        Re2Node.Choice choice => choice.Items.Max(Largest),
        _ => 1,
    };

    (int Min, int Max, bool Lazy)? ParseRepetition()
    {
        var start = _at;
        (int Min, int Max) counts;
        switch (_runes[_at])
        {
            case '*':
                (counts, _at) = ((0, -1), _at + 1);
                break;
            case '+':
                (counts, _at) = ((1, -1), _at + 1);
                break;
            case '?':
                (counts, _at) = ((0, 1), _at + 1);
                break;
            case '{' when ParseCounts() is { } read:
                counts = read;
                if (counts.Min > MaxRepeat || counts.Max > MaxRepeat || (counts.Max >= 0 && counts.Min > counts.Max))
                    throw Wrong("invalid repeat count", start);
                break;
            default:
                return null;
        }

        var lazy = _swapLazy;
        if (More && _runes[_at] == '?')
        {
            _at++;
            lazy = !lazy;
        }

        return (counts.Min, counts.Max, lazy);
    }

    // Braces without counts are literal text.
    (int Min, int Max)? ParseCounts()
    {
        var start = _at++;
        var min = ParseCount();
        var max = min;
        if (min is not null && More && _runes[_at] == ',')
        {
            _at++;
            max = More && _runes[_at] == '}' ? -1 : ParseCount();
        }

        if (min is null || max is null || !More || _runes[_at] != '}')
        {
            _at = start;
            return null;
        }

        _at++;
        return (min.Value, max.Value);
    }

    int? ParseCount()
    {
        var start = _at;
        var value = 0;
        while (More && _runes[_at] is >= '0' and <= '9')
            value = Math.Min(value * 10 + (_runes[_at++] - '0'), 100_000_000);
        return _at == start || (_runes[start] == '0' && _at > start + 1) ? null : value;
    }

    void ParseAtom(List<Re2Node> items)
    {
        var start = _at;
        switch (_runes[_at++])
        {
            case '(':
                if (ParseGroup(start) is { } group)
                    items.Add(group);
                break;
            case '[':
                items.Add(new Re2Node.Runes(ParseClass(start)));
                break;
            case '.':
                items.Add(new Re2Node.Runes(_dotAll ? RuneSet.All : RuneSet.AllButNewline));
                break;
            case '^':
                items.Add(new Re2Node.Assertion(_multiline ? Re2Assertion.LineStart : Re2Assertion.TextStart));
                break;
            case '$':
                items.Add(new Re2Node.Assertion(_multiline ? Re2Assertion.LineEnd : Re2Assertion.TextEnd));
                break;
            case '\\':
                ParseBackslash(start, items);
                break;
            case var rune:
                items.Add(Literal(rune));
                break;
        }
    }

    Re2Node.Runes Literal(int rune) => new(_fold ? RuneSet.Of(rune).Folded() : RuneSet.Of(rune));

    Re2Node? ParseGroup(int start)
    {
        var before = (_fold, _multiline, _dotAll, _swapLazy);
        var captures = true;
        if (More && _runes[_at] == '?')
        {
            _at++;
            if (ParseGroupName(start) is { } name)
            {
                if (_names.Contains(name))
                    throw new Re2SyntaxException("duplicate capture group name", name);
                _names.Add(name);
            }
            else
            {
                captures = false;
                // Flags without a colon apply until the end of the enclosing group.
                if (!ParseFlags(start))
                    return null;
            }
        }
        else
        {
            _names.Add("");
        }

        var inner = ParseChoice();
        if (!More)
            throw new Re2SyntaxException("missing closing )", Text(0, _runes.Length));
        _at++;
        (_fold, _multiline, _dotAll, _swapLazy) = before;
        return captures ? new Re2Node.Capture(inner) : inner is Re2Node.Empty ? inner : new Re2Node.Sequence([inner]);
    }

    string? ParseGroupName(int start)
    {
        var at = _at;
        if (at < _runes.Length && _runes[at] == 'P')
            at++;
        if (at + 1 >= _runes.Length || _runes[at] != '<' || (at == _at && _runes[at + 1] is '=' or '!'))
            return null;

        var end = Array.IndexOf(_runes, '>', at);
        if (end < 0)
        {
            _at = _runes.Length;
            throw Wrong("invalid named capture", start);
        }

        _at = end + 1;
        var name = Text(at + 1, end);
        if (name.Length == 0 || !name.All(letter => letter == '_' || char.IsAsciiLetterOrDigit(letter)))
            throw Wrong("invalid named capture", start);
        return name;
    }

    bool ParseFlags(int start)
    {
        var (on, any) = (true, false);
        while (More)
        {
            switch (_runes[_at++])
            {
                case 'i':
                    (_fold, any) = (on, true);
                    break;
                case 'm':
                    (_multiline, any) = (on, true);
                    break;
                case 's':
                    (_dotAll, any) = (on, true);
                    break;
                case 'U':
                    (_swapLazy, any) = (on, true);
                    break;
                case '-' when on:
                    (on, any) = (false, false);
                    break;
                case ':' when on || any:
                    return true;
                case ')' when on || any:
                    return false;
                default:
                    throw Wrong("invalid or unsupported Perl syntax", start);
            }
        }

        throw new Re2SyntaxException("missing closing )", Text(0, _runes.Length));
    }

    void ParseBackslash(int start, List<Re2Node> items)
    {
        if (!More)
            throw new Re2SyntaxException("trailing backslash at end of expression", "");

        Re2Assertion? assertion = _runes[_at] switch
        {
            'A' => Re2Assertion.TextStart,
            'z' => Re2Assertion.TextEnd,
            'b' => Re2Assertion.WordBoundary,
            'B' => Re2Assertion.NoWordBoundary,
            _ => null,
        };
        if (assertion is { } kind)
        {
            _at++;
            items.Add(new Re2Node.Assertion(kind));
        }
        else if (_runes[_at] == 'Q')
        {
            for (_at++; More; _at++)
            {
                if (_runes[_at] == '\\' && _at + 1 < _runes.Length && _runes[_at + 1] == 'E')
                {
                    _at += 2;
                    return;
                }

                items.Add(Literal(_runes[_at]));
            }
        }
        else if (ParseNamedClass() is { } set)
        {
            items.Add(new Re2Node.Runes(set));
        }
        else
        {
            items.Add(Literal(ParseEscape(start)));
        }
    }

    // After a backslash: \d and similar classes, \pN, \p{Greek}. Anything else is left unread.
    RuneSet? ParseNamedClass()
    {
        var letter = (char)Math.Min(_runes[_at], 0x7F);
        if (letter is 'p' or 'P')
            return ParseUnicodeClass(letter == 'P');
        if (Re2Classes.Perl(char.ToLowerInvariant(letter)) is not { } ranges)
            return null;
        _at++;
        var set = RuneSet.Union([.. ranges]);
        if (_fold)
            set = set.Folded();
        return char.IsAsciiLetterUpper(letter) ? set.Negated() : set;
    }

    RuneSet ParseUnicodeClass(bool negated)
    {
        var start = _at++ - 1;
        if (!More)
            throw Wrong("invalid character class range", start);
        string name;
        if (_runes[_at] == '{')
        {
            var end = Array.IndexOf(_runes, '}', _at);
            if (end < 0)
            {
                _at = _runes.Length;
                throw Wrong("invalid character class range", start);
            }

            name = Text(_at + 1, end);
            _at = end + 1;
        }
        else
        {
            name = Text(_at, ++_at);
        }

        if (name.StartsWith('^'))
            (negated, name) = (!negated, name[1..]);
        var set = Re2Classes.Unicode(name) ?? throw Wrong("invalid character class range", start);
        if (_fold)
            set = set.Folded();
        return negated ? set.Negated() : set;
    }

    int ParseEscape(int start)
    {
        var rune = _runes[_at++];
        switch (rune)
        {
            case >= '1' and <= '7' when !More || _runes[_at] is < '0' or > '7':
                break;
            case >= '0' and <= '7':
                var octal = rune - '0';
                for (var i = 1; i < 3 && More && _runes[_at] is >= '0' and <= '7'; i++)
                    octal = octal * 8 + (_runes[_at++] - '0');
                return octal;
            case 'x':
                return ParseHex(start);
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case < 0x80 when !char.IsAsciiLetterOrDigit((char)rune):
                return rune;
        }

        throw Wrong("invalid escape sequence", start);
    }

    int ParseHex(int start)
    {
        var value = 0;
        if (More && _runes[_at] == '{')
        {
            var digits = 0;
            for (_at++; More && _runes[_at] != '}'; digits++)
            {
                value = value * 16 + HexDigit(start);
                if (value > RuneSet.MaxRune)
                    throw Wrong("invalid escape sequence", start);
            }

            if (!More || digits == 0)
                throw Wrong("invalid escape sequence", start);
            _at++;
            return value;
        }

        value = HexDigit(start);
        return value * 16 + HexDigit(start);
    }

    int HexDigit(int start)
    {
        if (!More)
            throw Wrong("invalid escape sequence", start);
        var rune = _runes[_at++];
        return rune < 0x80 && char.IsAsciiHexDigit((char)rune)
            ? Convert.ToInt32(((char)rune).ToString(), 16)
            : throw Wrong("invalid escape sequence", start);
    }

    RuneSet ParseClass(int start)
    {
        var negated = More && _runes[_at] == '^';
        if (negated)
            _at++;

        var pairs = new List<int>();
        for (var first = true; !More || _runes[_at] != ']' || first; first = false)
        {
            if (!More)
                throw new Re2SyntaxException("missing closing ]", Text(start, _runes.Length));
            if (ParsePosixClass(pairs))
                continue;
            if (_runes[_at] == '\\' && _at + 1 < _runes.Length)
            {
                _at++;
                if (ParseNamedClass() is { } named)
                {
                    pairs.AddRange(named.Ranges);
                    continue;
                }

                _at--;
            }

            AddRange(start, pairs);
        }

        _at++;
        var set = RuneSet.Union(pairs);
        return negated ? set.Negated() : set;
    }

    void AddRange(int start, List<int> pairs)
    {
        var from = _at;
        var lo = ParseClassRune(start);
        var hi = lo;
        if (_at + 1 < _runes.Length && _runes[_at] == '-' && _runes[_at + 1] != ']')
        {
            _at++;
            hi = ParseClassRune(start);
            if (hi < lo)
                throw Wrong("invalid character class range", from);
        }

        pairs.AddRange([lo, hi]);
        if (_fold)
            CaseFolding.AddVariants(lo, hi, pairs);
    }

    int ParseClassRune(int start)
    {
        if (!More)
            throw new Re2SyntaxException("missing closing ]", Text(start, _runes.Length));
        var from = _at;
        var rune = _runes[_at++];
        if (rune != '\\')
            return rune;
        return More ? ParseEscape(from) : throw new Re2SyntaxException("trailing backslash at end of expression", "");
    }

    bool ParsePosixClass(List<int> pairs)
    {
        if (_runes[_at] != '[' || _at + 1 >= _runes.Length || _runes[_at + 1] != ':')
            return false;
        var end = _at + 2;
        while (end + 1 < _runes.Length && !(_runes[end] == ':' && _runes[end + 1] == ']'))
            end++;
        if (end + 1 >= _runes.Length)
            return false;

        var from = _at;
        var name = Text(_at + 2, end);
        _at = end + 2;
        var negated = name.StartsWith('^');
        var ranges = Re2Classes.Posix(negated ? name[1..] : name) ?? throw Wrong("invalid character class range", from);
        var set = RuneSet.Union([.. ranges]);
        if (_fold)
            set = set.Folded();
        pairs.AddRange((negated ? set.Negated() : set).Ranges);
        return true;
    }
}
