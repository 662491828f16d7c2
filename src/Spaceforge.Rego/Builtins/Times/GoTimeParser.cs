using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>Parses a time with a Go layout, like <c>time.Parse</c>.</summary>
ref struct GoTimeParser
{
    readonly string _layout;
    readonly string _value;
    int _at;

    long _year;
    int _month = -1, _day = -1, _yearDay = -1;
    int _hour, _minute, _second, _nanosecond;
    bool _pm, _am;
    int? _offset;

    GoTimeParser(string layout, string value) => (_layout, _value) = (layout, value);

    /// <summary>Nanoseconds since 1970.</summary>
    /// <exception cref="FormatException">The value does not match the layout, or is not a date.</exception>
    public static BigInteger Parse(string layout, string value) => new GoTimeParser(layout, value).Run();

    readonly FormatException Mismatch(string element) => new(
        $"parsing time {GoQuote.Text(_value)} as {GoQuote.Text(_layout)}: " +
        $"cannot parse {GoQuote.Text(_value[_at..])} as {GoQuote.Text(element)}");

    readonly FormatException Invalid(string message) => new($"parsing time {GoQuote.Text(_value)}: {message}");

    BigInteger Run()
    {
        for (var at = 0; at < _layout.Length;)
        {
            var (before, part, length, end) = GoLayout.Next(_layout, at);
            Skip(before);
            if (part == LayoutPart.Text)
                break;
            Read(part, _layout.Substring(end - length, length), end);
            at = end;
        }

        if (_at < _value.Length)
            throw Invalid($"extra text: {GoQuote.Text(_value[_at..])}");
        return ToNanos();
    }

    // Spaces in the layout match any number of spaces, including none.
    void Skip(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ' ')
            {
                if (_at < _value.Length && _value[_at] != ' ')
                    throw Mismatch(text);
                while (i + 1 < text.Length && text[i + 1] == ' ')
                    i++;
                while (_at < _value.Length && _value[_at] == ' ')
                    _at++;
            }
            else if (_at >= _value.Length || _value[_at++] != text[i])
            {
                _at = Math.Min(_at, _value.Length);
                throw Mismatch(text);
            }
        }
    }

    void Read(LayoutPart part, string element, int end)
    {
        switch (part)
        {
            case LayoutPart.Year:
                _year = Digits(2, element);
                _year += _year >= 69 ? 1900 : 2000;
                break;
            case LayoutPart.LongYear:
                _year = Digits(4, element);
                break;
            case LayoutPart.Month or LayoutPart.LongMonth:
                _month = Name(GoLayout.Months, part == LayoutPart.Month, element) + 1;
                break;
            case LayoutPart.NumMonth or LayoutPart.ZeroMonth:
                _month = Number(part == LayoutPart.ZeroMonth, element);
                if (_month is 0 or > 12)
                    throw Invalid("month out of range");
                break;
            case LayoutPart.Weekday or LayoutPart.LongWeekday:
                Name(GoLayout.Weekdays, part == LayoutPart.Weekday, element);
                break;
            case LayoutPart.Day or LayoutPart.UnderDay or LayoutPart.ZeroDay:
                if (part == LayoutPart.UnderDay && _at < _value.Length && _value[_at] == ' ')
                    _at++;
                _day = Number(part == LayoutPart.ZeroDay, element);
                break;
            case LayoutPart.UnderYearDay or LayoutPart.ZeroYearDay:
                for (var i = 0; i < 2 && part == LayoutPart.UnderYearDay && _at < _value.Length && _value[_at] == ' '; i++)
                    _at++;
                _yearDay = ReadYearDay(part == LayoutPart.ZeroYearDay, element);
                break;
            case LayoutPart.Hour:
                _hour = InRange(Number(false, element), 23, "hour");
                break;
            case LayoutPart.Hour12 or LayoutPart.ZeroHour12:
                _hour = InRange(Number(part == LayoutPart.ZeroHour12, element), 12, "hour");
                break;
            case LayoutPart.Minute or LayoutPart.ZeroMinute:
                _minute = InRange(Number(part == LayoutPart.ZeroMinute, element), 59, "minute");
                break;
            case LayoutPart.Second or LayoutPart.ZeroSecond:
                _second = InRange(Number(part == LayoutPart.ZeroSecond, element), 59, "second");
                ReadUnannouncedFraction(end);
                break;
            case LayoutPart.UpperPm or LayoutPart.LowerPm:
                ReadPm(part == LayoutPart.UpperPm, element);
                break;
            case >= LayoutPart.IsoSecondsZone and <= LayoutPart.NumColonZone:
                ReadOffset(part, element);
                break;
            case LayoutPart.Zone:
                ReadZone(element);
                break;
            case LayoutPart.FractionZeros:
                if (_value.Length - _at < element.Length)
                    throw Mismatch(element);
                ReadFraction(element.Length, element);
                break;
            case LayoutPart.FractionNines:
                if (_at < _value.Length && _value[_at] is '.' or ',' && FractionLength() > 1)
                    ReadFraction(FractionLength(), element);
                break;
        }
    }

    // Seconds may have a fraction even if the layout has none.
    void ReadUnannouncedFraction(int end)
    {
        if (_at + 1 >= _value.Length || _value[_at] is not ('.' or ',') || !char.IsAsciiDigit(_value[_at + 1]))
            return;
        if (GoLayout.Next(_layout, end) is ("", LayoutPart.FractionZeros or LayoutPart.FractionNines, _, _))
            return;
        ReadFraction(FractionLength(), ".");
    }

    readonly int FractionLength()
    {
        var length = 1;
        while (_at + length < _value.Length && char.IsAsciiDigit(_value[_at + length]))
            length++;
        return length;
    }

    void ReadFraction(int length, string element)
    {
        if (_value[_at] is not ('.' or ','))
            throw Mismatch(element);
        var nanos = 0;
        for (var i = 1; i < 10; i++)
        {
            var letter = i < length ? _value[_at + i] : '0';
            if (!char.IsAsciiDigit(letter))
                throw Mismatch(element);
            nanos = nanos * 10 + (letter - '0');
        }

        for (var i = 10; i < length; i++)
        {
            if (!char.IsAsciiDigit(_value[_at + i]))
                throw Mismatch(element);
        }

        _nanosecond = nanos;
        _at += length;
    }

    int Digits(int count, string element)
    {
        if (_value.Length - _at < count)
            throw Mismatch(element);
        var value = 0;
        for (var i = 0; i < count; i++)
        {
            if (!char.IsAsciiDigit(_value[_at + i]))
                throw Mismatch(element);
            value = value * 10 + (_value[_at + i] - '0');
        }

        _at += count;
        return value;
    }

    int Number(bool two, string element)
    {
        if (_at >= _value.Length || !char.IsAsciiDigit(_value[_at]))
            throw Mismatch(element);
        if (_at + 1 < _value.Length && char.IsAsciiDigit(_value[_at + 1]))
            return Digits(2, element);
        return two ? throw Mismatch(element) : Digits(1, element);
    }

    int ReadYearDay(bool three, string element)
    {
        if (three)
            return Digits(3, element);
        var length = 0;
        while (length < 3 && _at + length < _value.Length && char.IsAsciiDigit(_value[_at + length]))
            length++;
        return length == 0 ? throw Mismatch(element) : Digits(length, element);
    }

    readonly int InRange(int value, int max, string what) => value <= max ? value : throw Invalid($"{what} out of range");

    int Name(string[] names, bool abbreviated, string element)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var name = abbreviated ? names[i][..3] : names[i];
            if (string.Compare(_value, _at, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0)
            {
                _at += name.Length;
                return i;
            }
        }

        throw Mismatch(element);
    }

    void ReadPm(bool upper, string element)
    {
        var word = _value.Length - _at >= 2 ? _value.Substring(_at, 2) : "";
        (_pm, _am) = (word == (upper ? "PM" : "pm"), word == (upper ? "AM" : "am"));
        if (!_pm && !_am)
            throw Mismatch(element);
        _at += 2;
    }

    void ReadOffset(LayoutPart part, string element)
    {
        if (part <= LayoutPart.IsoColonZone && _at < _value.Length && _value[_at] == 'Z')
        {
            _at++;
            _offset = 0;
            return;
        }

        var colon = element.Contains(':');
        var sign = _at < _value.Length ? _value[_at] : ' ';
        if (sign is not ('+' or '-'))
            throw Mismatch(element);
        var digits = element.Count(char.IsAsciiDigit);
        _at++;
        var parts = (stackalloc int[3]);
        for (var i = 0; i < digits / 2; i++)
        {
            if (i > 0 && colon && (_at >= _value.Length || _value[_at++] != ':'))
                throw Mismatch(element);
            parts[i] = Digits(2, element);
        }

        InRange(parts[0], 24, "time zone offset hour");
        InRange(parts[1], 60, "time zone offset minute");
        InRange(parts[2], 60, "time zone offset second");
        _offset = (parts[0] * 60 + parts[1]) * 60 + parts[2];
        if (sign == '-')
            _offset = -_offset;
    }

    // An abbreviation has no offset, except UTC and GMT with a number: like Go, treat others as UTC.
    void ReadZone(string element)
    {
        var rest = _value.AsSpan(_at);
        if (rest.StartsWith("UTC"))
        {
            (_at, _offset) = (_at + 3, 0);
            return;
        }

        if (rest.Length > 1 && rest[0] is '+' or '-')
        {
            ReadHourOffset(0, element);
            return;
        }

        if (rest.StartsWith("ChST") || rest.StartsWith("MeST"))
        {
            _at += 4;
            return;
        }

        if (rest.StartsWith("GMT") && rest.Length > 3 && rest[3] is '+' or '-')
        {
            ReadHourOffset(3, element);
            return;
        }

        var letters = 0;
        while (letters < 6 && letters < rest.Length && char.IsAsciiLetterUpper(rest[letters]))
            letters++;
        var known = letters switch
        {
            3 => true,
            4 => rest[3] == 'T' || rest[..4] is "WITA",
            5 => rest[4] == 'T',
            _ => false,
        };
        if (!known)
            throw Mismatch(element);
        _at += letters;
    }

    void ReadHourOffset(int skipped, string element)
    {
        var at = _at + skipped + 1;
        var hours = 0;
        var start = at;
        while (at < _value.Length && at - start < 3 && char.IsAsciiDigit(_value[at]))
            hours = hours * 10 + (_value[at++] - '0');
        if (at == start || hours > 23)
            throw Mismatch(element);
        _offset = hours * 3600 * (_value[_at + skipped] == '-' ? -1 : 1);
        // A number is an offset only after GMT; otherwise, it is part of the zone's name.
        if (skipped == 0)
            _offset = null;
        _at = at;
    }

    readonly BigInteger ToNanos()
    {
        var hour = _pm && _hour < 12 ? _hour + 12 : _am && _hour == 12 ? 0 : _hour;
        var leap = _year % 4 == 0 && (_year % 100 != 0 || _year % 400 == 0);
        var (month, day) = (_month, _day);
        if (_yearDay >= 0)
        {
            if (_yearDay < 1 || _yearDay > (leap ? 366 : 365))
                throw Invalid("day-of-year out of range");
            var first = CivilTime.ToDays(_year, 1, 1);
            var date = new CivilTime((long)CivilTime.ToNanos(CivilTime.ToDays(leap ? 2000 : 2001, 1, _yearDay), 0, 0), RegoZone.Utc);
            if (month >= 0 && month != date.Month)
                throw Invalid("day-of-year does not match month");
            if (day >= 0 && day != date.Day)
                throw Invalid("day-of-year does not match day");
            return CivilTime.ToNanos(first + _yearDay - 1, hour * 3600 + _minute * 60 + _second - (_offset ?? 0), _nanosecond);
        }

        month = month < 0 ? 1 : month;
        day = day < 0 ? 1 : day;
        if (day < 1 || day > DaysIn(month, leap))
            throw Invalid("day out of range");
        var seconds = hour * 3600 + _minute * 60 + _second - (_offset ?? 0);
        return CivilTime.ToNanos(CivilTime.ToDays(_year, month, day), seconds, _nanosecond);
    }

    static int DaysIn(int month, bool leap) => month switch
    {
        2 => leap ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };
}
