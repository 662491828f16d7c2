using System.Globalization;
using System.Text;

namespace Spaceforge.Rego;

/// <summary>Formats a time with a Go layout.</summary>
static class GoTimeFormat
{
    public static string Format(CivilTime time, string layout)
    {
        var text = new StringBuilder(layout.Length + 10);
        for (var at = 0; at < layout.Length;)
        {
            var (before, part, length, end) = GoLayout.Next(layout, at);
            text.Append(before);
            if (part != LayoutPart.Text)
                Append(text, time, part, layout.AsSpan(end - length, length));
            at = end;
        }

        return text.ToString();
    }

    static void Append(StringBuilder text, CivilTime time, LayoutPart part, ReadOnlySpan<char> written)
    {
        var hour12 = time.Hour % 12 == 0 ? 12 : time.Hour % 12;
        switch (part)
        {
            case LayoutPart.LongMonth:
                text.Append(GoLayout.Months[time.Month - 1]);
                break;
            case LayoutPart.Month:
                text.Append(GoLayout.Months[time.Month - 1], 0, 3);
                break;
            case LayoutPart.LongWeekday:
                text.Append(GoLayout.Weekdays[time.Weekday]);
                break;
            case LayoutPart.Weekday:
                text.Append(GoLayout.Weekdays[time.Weekday], 0, 3);
                break;
            case LayoutPart.UpperPm or LayoutPart.LowerPm:
                var noon = time.Hour >= 12 ? "PM" : "AM";
                text.Append(part == LayoutPart.UpperPm ? noon : noon.ToLowerInvariant());
                break;
            case LayoutPart.Zone:
                text.Append(time.Abbreviation);
                break;
            case LayoutPart.FractionZeros or LayoutPart.FractionNines:
                var digits = time.Nanosecond.ToString("000000000", CultureInfo.InvariantCulture)[..Math.Min(9, written.Length - 1)];
                digits = digits.PadRight(written.Length - 1, '0');
                if (part == LayoutPart.FractionNines)
                    digits = digits.TrimEnd('0');
                if (digits.Length > 0)
                    text.Append(written[0]).Append(digits);
                break;
            case >= LayoutPart.IsoSecondsZone and <= LayoutPart.NumColonZone:
                AppendOffset(text, time.Offset, part);
                break;
            default:
                text.Append(Number(time, part, hour12));
                break;
        }
    }

    static string Number(CivilTime time, LayoutPart part, int hour12)
    {
        var (value, pad, width) = part switch
        {
            LayoutPart.NumMonth => (time.Month, '0', 1),
            LayoutPart.ZeroMonth => (time.Month, '0', 2),
            LayoutPart.Day => (time.Day, '0', 1),
            LayoutPart.UnderDay => (time.Day, ' ', 2),
            LayoutPart.ZeroDay => (time.Day, '0', 2),
            LayoutPart.UnderYearDay => (time.YearDay, ' ', 3),
            LayoutPart.ZeroYearDay => (time.YearDay, '0', 3),
            LayoutPart.Hour => (time.Hour, '0', 2),
            LayoutPart.Hour12 => (hour12, '0', 1),
            LayoutPart.ZeroHour12 => (hour12, '0', 2),
            LayoutPart.Minute => (time.Minute, '0', 1),
            LayoutPart.ZeroMinute => (time.Minute, '0', 2),
            LayoutPart.Second => (time.Second, '0', 1),
            LayoutPart.ZeroSecond => (time.Second, '0', 2),
            LayoutPart.Year => ((int)(time.Year % 100), '0', 2),
            _ => ((int)time.Year, '0', 4),
        };
        return value.ToString(CultureInfo.InvariantCulture).PadLeft(width, pad);
    }

    static void AppendOffset(StringBuilder text, int offset, LayoutPart part)
    {
        if (offset == 0 && part <= LayoutPart.IsoColonZone)
        {
            text.Append('Z');
            return;
        }

        var colon = part is LayoutPart.IsoColonZone or LayoutPart.NumColonZone or LayoutPart.IsoColonSecondsZone or
            LayoutPart.NumColonSecondsZone;
        var seconds = Math.Abs(offset);
        text.Append(offset < 0 ? '-' : '+').Append((seconds / 3600).ToString("00", CultureInfo.InvariantCulture));
        if (part is LayoutPart.IsoShortZone or LayoutPart.NumShortZone)
            return;
        text.Append(colon ? ":" : "").Append((seconds / 60 % 60).ToString("00", CultureInfo.InvariantCulture));
        if (part is LayoutPart.IsoSecondsZone or LayoutPart.NumSecondsZone or LayoutPart.IsoColonSecondsZone or
            LayoutPart.NumColonSecondsZone)
            text.Append(colon ? ":" : "").Append((seconds % 60).ToString("00", CultureInfo.InvariantCulture));
    }
}
