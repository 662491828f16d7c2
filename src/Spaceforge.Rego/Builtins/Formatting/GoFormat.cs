using System.Globalization;
using System.Numerics;
using System.Text;

namespace Spaceforge.Rego;

/// <summary>Go's <c>fmt.Sprintf</c> for Rego values: strings, integers of any size and decimals.</summary>
ref struct GoFormat
{
    const int TooLarge = 1_000_000;

    readonly string _format;
    readonly IReadOnlyList<object> _arguments;
    readonly Action<int> _checkLength;
    readonly StringBuilder _text = new();

    int _at;
    int _argument;
    bool _reordered, _goodIndex;
    bool _minus, _plus, _sharp, _space, _zero;
    int? _width, _precision;

    GoFormat(string format, IReadOnlyList<object> arguments, Action<int> checkLength) =>
        (_format, _arguments, _checkLength) = (format, arguments, checkLength);

    /// <param name="arguments">Each is a string, a long, a BigInteger (too large for Go's int) or a double.</param>
    /// <param name="checkLength">Called with the length as the text grows; throws if it is too long.</param>
    public static string Format(string format, IReadOnlyList<object> arguments, Action<int> checkLength)
    {
        var formatter = new GoFormat(format, arguments, checkLength);
        formatter.Run();
        return formatter._text.ToString();
    }

    void Run()
    {
        var afterIndex = false;
        while (_at < _format.Length)
        {
            _checkLength(_text.Length);
            _goodIndex = true;
            var percent = _format.IndexOf('%', _at);
            if (percent < 0)
                percent = _format.Length;
            _text.Append(_format, _at, percent - _at);
            _at = percent + 1;
            if (percent == _format.Length)
                break;

            ReadFlags();
            afterIndex = ReadIndex(afterIndex);
            afterIndex = ReadWidth(afterIndex);
            afterIndex = ReadPrecision(afterIndex);
            if (!afterIndex)
                afterIndex = ReadIndex(afterIndex);
            if (_at >= _format.Length)
            {
                _text.Append("%!(NOVERB)");
                break;
            }

            Rune.DecodeFromUtf16(_format.AsSpan(_at), out var verb, out var consumed);
            _at += consumed;
            if (verb.Value == '%')
                _text.Append('%');
            else if (!_goodIndex)
                _text.Append($"%!{verb}(BADINDEX)");
            else if (_argument >= _arguments.Count)
                _text.Append($"%!{verb}(MISSING)");
            else
                Write(_arguments[_argument++], verb);
            afterIndex = false;
        }

        WriteExtra();
        _checkLength(_text.Length);
    }

    void WriteExtra()
    {
        if (_reordered || _argument >= _arguments.Count)
            return;
        ClearFlags();
        _text.Append("%!(EXTRA ");
        for (var i = _argument; i < _arguments.Count; i++)
        {
            if (i > _argument)
                _text.Append(", ");
            _text.Append(TypeName(_arguments[i])).Append('=');
            Write(_arguments[i], new('v'));
        }

        _text.Append(')');
    }

    void ClearFlags()
    {
        _minus = _plus = _sharp = _space = _zero = false;
        _width = _precision = null;
    }

    void ReadFlags()
    {
        ClearFlags();
        for (; _at < _format.Length; _at++)
        {
            switch (_format[_at])
            {
                case '#':
                    _sharp = true;
                    break;
                case '0':
                    _zero = true;
                    break;
                case '+':
                    _plus = true;
                    break;
                case '-':
                    _minus = true;
                    break;
                case ' ':
                    _space = true;
                    break;
                default:
                    return;
            }
        }
    }

    bool ReadWidth(bool afterIndex)
    {
        if (_at < _format.Length && _format[_at] == '*')
        {
            _at++;
            _width = NextInteger();
            if (_width is null)
                _text.Append("%!(BADWIDTH)");
            if (_width < 0)
            {
                _width = -_width;
                _minus = true;
                _zero = false;
            }

            return false;
        }

        _width = ReadNumber();
        if (afterIndex && _width is not null)
            _goodIndex = false;
        return afterIndex;
    }

    bool ReadPrecision(bool afterIndex)
    {
        if (_at + 1 > _format.Length || _at >= _format.Length || _format[_at] != '.')
            return afterIndex;
        _at++;
        if (afterIndex)
            _goodIndex = false;
        afterIndex = ReadIndex(afterIndex);
        if (_at < _format.Length && _format[_at] == '*')
        {
            _at++;
            _precision = NextInteger();
            if (_precision < 0)
                _precision = null;
            else if (_precision is null)
                _text.Append("%!(BADPREC)");
            return false;
        }

        _precision = ReadNumber() ?? 0;
        return afterIndex;
    }

    int? NextInteger()
    {
        if (_argument >= _arguments.Count)
            return null;
        return _arguments[_argument++] is long and >= -TooLarge and <= TooLarge and var value ? (int)value : null;
    }

    int? ReadNumber()
    {
        var start = _at;
        var value = 0;
        while (_at < _format.Length && char.IsAsciiDigit(_format[_at]))
        {
            value = value * 10 + (_format[_at++] - '0');
            if (value > TooLarge)
                return null;
        }

        return _at == start ? null : value;
    }

    bool ReadIndex(bool afterIndex)
    {
        if (_at >= _format.Length || _format[_at] != '[')
            return afterIndex;
        _reordered = true;
        var end = _format.IndexOf(']', _at);
        if (end < 0)
        {
            _goodIndex = false;
            _at++;
            return false;
        }

        var inside = _format.AsSpan(_at + 1, end - _at - 1);
        _at = end + 1;
        if (int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var number) &&
            number >= 1 && number <= _arguments.Count)
        {
            _argument = number - 1;
            return true;
        }

        _goodIndex = false;
        return true;
    }

    static string TypeName(object argument) => argument switch
    {
        string => "string",
        long => "int",
        BigInteger => "*big.Int",
        _ => "float64",
    };

    void Write(object argument, Rune verb)
    {
        // In %+v and %#v, the flag selects Go's own formats, not a sign.
        var (plus, sharp) = (_plus, _sharp);
        if (verb.Value == 'v')
            _plus = _sharp = false;
        var letter = verb.IsBmp ? (char)verb.Value : '\0';
        if (letter == 'T')
        {
            Pad(TypeName(argument));
            return;
        }

        var written = argument switch
        {
            string text => WriteText(text, letter, sharp),
            long value => WriteInteger(value, letter),
            BigInteger value => WriteBig(value, letter),
            double value => WriteFloat(value, letter),
            _ => false,
        };
        (_plus, _sharp) = (plus, sharp);
        if (!written)
            WriteBadVerb(argument, verb);
    }

    void WriteBadVerb(object argument, Rune verb)
    {
        if (argument is BigInteger big)
        {
            _text.Append($"%!{verb}(big.Int={GoNumberText.Integer(big, 10)})");
            return;
        }

        _text.Append($"%!{verb}({TypeName(argument)}=");
        var (plus, sharp) = (_plus, _sharp);
        Write(argument, new('v'));
        (_plus, _sharp) = (plus, sharp);
        _text.Append(')');
    }

    readonly void Pad(string text)
    {
        var missing = _width is { } width ? width - RuneCount(text) : 0;
        if (missing <= 0)
            _text.Append(text);
        else if (_minus)
            _text.Append(text).Append(' ', missing);
        else
            _text.Append(_zero ? '0' : ' ', missing).Append(text);
    }

    static int RuneCount(string text)
    {
        var count = text.Length;
        foreach (var letter in text)
        {
            if (char.IsLowSurrogate(letter))
                count--;
        }

        return count;
    }

    readonly string Truncate(string text)
    {
        if (_precision is not { } precision)
            return text;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (precision-- == 0)
                return text[..at];
            at += rune.Utf16SequenceLength;
        }

        return text;
    }

    readonly bool WriteText(string text, char verb, bool sharp)
    {
        switch (verb)
        {
            case 'v' when sharp:
                Pad(GoQuote.Text(text));
                return true;
            case 'v' or 's':
                Pad(Truncate(text));
                return true;
            case 'q':
                text = Truncate(text);
                Pad(_sharp && !text.Contains('`') && !text.Any(char.IsControl) ? $"`{text}`" : GoQuote.Text(text, _plus));
                return true;
            case 'x' or 'X':
                Pad(Hex(text, verb == 'X'));
                return true;
            default:
                return false;
        }
    }

    readonly string Hex(string text, bool upper)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var count = Math.Min(bytes.Length, _precision ?? bytes.Length);
        var prefix = _sharp && count > 0 ? upper ? "0X" : "0x" : "";
        var hex = new StringBuilder(prefix);
        for (var i = 0; i < count; i++)
        {
            if (_space && i > 0)
                hex.Append(' ').Append(prefix);
            hex.Append(bytes[i].ToString(upper ? "X2" : "x2", CultureInfo.InvariantCulture));
        }

        return hex.ToString();
    }

    bool WriteInteger(long value, char verb)
    {
        switch (verb)
        {
            case 'v' or 'd':
                WriteDigits(value, 10, verb);
                return true;
            case 'b':
                WriteDigits(value, 2, verb);
                return true;
            case 'o' or 'O':
                WriteDigits(value, 8, verb);
                return true;
            case 'x' or 'X':
                WriteDigits(value, 16, verb);
                return true;
            case 'c':
                Pad(ToRune(value).ToString());
                return true;
            case 'q':
                Pad(GoQuote.Rune(ToRune(value), _plus));
                return true;
            case 'U':
                Pad(UnicodeText(value));
                return true;
            default:
                return false;
        }
    }

    static Rune ToRune(long value) =>
        value is >= 0 and <= RuneSet.MaxRune && Rune.IsValid((int)value) ? new((int)value) : Rune.ReplacementChar;

    readonly string UnicodeText(long value)
    {
        var digits = ((ulong)value).ToString("X", CultureInfo.InvariantCulture).PadLeft(Math.Max(4, _precision ?? 4), '0');
        return "U+" + digits + (_sharp && value is >= 0x20 and <= RuneSet.MaxRune && Rune.IsValid((int)value) ? $" '{ToRune(value)}'" : "");
    }

    // The precision is the minimum number of digits; the width is filled with zeros unless there is a precision or a minus.
    void WriteDigits(BigInteger value, int radix, char verb)
    {
        var digits = GoNumberText.Integer(BigInteger.Abs(value), radix, verb == 'X');
        if (_precision == 0 && value.IsZero)
        {
            var zero = _zero;
            _zero = false;
            Pad("");
            _zero = zero;
            return;
        }

        var sign = value.Sign < 0 ? "-" : _plus ? "+" : _space ? " " : "";
        var least = _precision ?? (_zero && !_minus && _width is { } width ? width - sign.Length : 0);
        digits = digits.PadLeft(Math.Max(least, 0), '0');
        var prefix = verb switch
        {
            'O' => "0o",
            'b' when _sharp => "0b",
            'o' when _sharp && digits[0] != '0' => "0",
            'x' when _sharp => "0x",
            'X' when _sharp => "0X",
            _ => "",
        };
        var restored = _zero;
        _zero = false;
        Pad(sign + prefix + digits);
        _zero = restored;
    }

    bool WriteBig(BigInteger value, char verb)
    {
        var radix = verb switch { 'b' => 2, 'o' or 'O' => 8, 'd' or 's' or 'v' => 10, 'x' or 'X' => 16, _ => 0 };
        if (radix == 0)
            return false;
        WriteDigits(value, radix, verb);
        return true;
    }

    bool WriteFloat(double value, char verb)
    {
        string text;
        switch (verb)
        {
            case 'v':
                text = GoNumberText.Float(value, 'g', -1);
                break;
            case 'g' or 'G':
                text = GoNumberText.Float(value, 'g', _precision ?? -1, _sharp);
                break;
            case 'e' or 'E':
                text = GoNumberText.Float(value, 'e', _precision ?? 6);
                break;
            case 'f' or 'F':
                text = GoNumberText.Float(value, 'f', _precision ?? 6);
                break;
            default:
                return false;
        }

        if (char.IsAsciiLetterUpper(verb) && verb != 'F')
            text = text.ToUpperInvariant();
        var sign = text[0] is '-' or '+' ? text[..1] : "";
        text = text[sign.Length..];
        if (sign != "-")
            sign = _plus ? "+" : _space ? " " : sign == "+" && text.StartsWith('I') ? "+" : "";
        if (_zero && !_minus && _width is { } width && char.IsAsciiDigit(text[0]))
            text = text.PadLeft(Math.Max(0, width - sign.Length), '0');
        var restored = _zero;
        _zero = false;
        Pad(sign + text);
        _zero = restored;
        return true;
    }
}
