namespace Spaceforge.Rego;

enum LayoutPart
{
    Text, LongMonth, Month, NumMonth, ZeroMonth, LongWeekday, Weekday, Day, UnderDay, ZeroDay, UnderYearDay, ZeroYearDay,
    Hour, Hour12, ZeroHour12, Minute, ZeroMinute, Second, ZeroSecond, LongYear, Year, UpperPm, LowerPm, Zone,
    IsoSecondsZone, IsoShortZone, IsoZone, IsoColonSecondsZone, IsoColonZone,
    NumSecondsZone, NumShortZone, NumZone, NumColonSecondsZone, NumColonZone, FractionZeros, FractionNines,
}

/// <summary>Go's time layouts: the reference time, Mon Jan 2 15:04:05 MST 2006, in the desired format.</summary>
static class GoLayout
{
    public static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    public static readonly string[] Weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    /// <summary>The layout for one of OPA's names; otherwise, the layout itself.</summary>
    public static string Named(string layout) => layout switch
    {
        "ANSIC" => "Mon Jan _2 15:04:05 2006",
        "UnixDate" => "Mon Jan _2 15:04:05 MST 2006",
        "RubyDate" => "Mon Jan 02 15:04:05 -0700 2006",
        "RFC822" => "02 Jan 06 15:04 MST",
        "RFC822Z" => "02 Jan 06 15:04 -0700",
        "RFC850" => "Monday, 02-Jan-06 15:04:05 MST",
        "RFC1123" => "Mon, 02 Jan 2006 15:04:05 MST",
        "RFC1123Z" => "Mon, 02 Jan 2006 15:04:05 -0700",
        "RFC3339" => Rfc3339,
        "RFC3339Nano" => Rfc3339Nano,
        _ => layout,
    };

    public const string Rfc3339 = "2006-01-02T15:04:05Z07:00";
    public const string Rfc3339Nano = "2006-01-02T15:04:05.999999999Z07:00";

    /// <summary>The first element of a layout from a position on: the text before it, the element, and its end.</summary>
    public static (string Before, LayoutPart Part, int Length, int End) Next(string layout, int from)
    {
        for (var at = from; at < layout.Length; at++)
        {
            if (Read(layout, at, from) is var (part, start, length))
                return (layout[from..start], part, length, start + length);
        }

        return (layout[from..], LayoutPart.Text, 0, layout.Length);
    }

    static (LayoutPart Part, int Start, int Length)? Read(string layout, int at, int from)
    {
        bool Is(string text) => string.CompareOrdinal(layout, at, text, 0, text.Length) == 0;
        (LayoutPart, int, int) Part(LayoutPart part, int length) => (part, at, length);

        switch (layout[at])
        {
            case 'J' when Is("January"):
                return Part(LayoutPart.LongMonth, 7);
            case 'J' when Is("Jan") && !FollowedByLower(layout, at + 3):
                return Part(LayoutPart.Month, 3);
            case 'M' when Is("Monday"):
                return Part(LayoutPart.LongWeekday, 6);
            case 'M' when Is("Mon") && !FollowedByLower(layout, at + 3):
                return Part(LayoutPart.Weekday, 3);
            case 'M' when Is("MST"):
                return Part(LayoutPart.Zone, 3);
            case '0' when Is("002"):
                return Part(LayoutPart.ZeroYearDay, 3);
            case '0' when at + 1 < layout.Length && layout[at + 1] is >= '1' and <= '6':
                return Part(
                    layout[at + 1] switch
                    {
                        '1' => LayoutPart.ZeroMonth,
                        '2' => LayoutPart.ZeroDay,
                        '3' => LayoutPart.ZeroHour12,
                        '4' => LayoutPart.ZeroMinute,
                        '5' => LayoutPart.ZeroSecond,
                        _ => LayoutPart.Year,
                    },
                    2);
            case '1' when Is("15"):
                return Part(LayoutPart.Hour, 2);
            case '1':
                return Part(LayoutPart.NumMonth, 1);
            case '2' when Is("2006"):
                return Part(LayoutPart.LongYear, 4);
            case '2':
                return Part(LayoutPart.Day, 1);
            // An underscore before a year is literal.
            case '_' when Is("_2006"):
                return (LayoutPart.LongYear, at + 1, 4);
            case '_' when Is("__2"):
                return Part(LayoutPart.UnderYearDay, 3);
            case '_' when Is("_2"):
                return Part(LayoutPart.UnderDay, 2);
            case '3':
                return Part(LayoutPart.Hour12, 1);
            case '4':
                return Part(LayoutPart.Minute, 1);
            case '5':
                return Part(LayoutPart.Second, 1);
            case 'P' when Is("PM"):
                return Part(LayoutPart.UpperPm, 2);
            case 'p' when Is("pm"):
                return Part(LayoutPart.LowerPm, 2);
            case '-' when Is("-070000"):
                return Part(LayoutPart.NumSecondsZone, 7);
            case '-' when Is("-07:00:00"):
                return Part(LayoutPart.NumColonSecondsZone, 9);
            case '-' when Is("-0700"):
                return Part(LayoutPart.NumZone, 5);
            case '-' when Is("-07:00"):
                return Part(LayoutPart.NumColonZone, 6);
            case '-' when Is("-07"):
                return Part(LayoutPart.NumShortZone, 3);
            case 'Z' when Is("Z070000"):
                return Part(LayoutPart.IsoSecondsZone, 7);
            case 'Z' when Is("Z07:00:00"):
                return Part(LayoutPart.IsoColonSecondsZone, 9);
            case 'Z' when Is("Z0700"):
                return Part(LayoutPart.IsoZone, 5);
            case 'Z' when Is("Z07:00"):
                return Part(LayoutPart.IsoColonZone, 6);
            case 'Z' when Is("Z07"):
                return Part(LayoutPart.IsoShortZone, 3);
            case '.' or ',' when at + 1 < layout.Length && layout[at + 1] is '0' or '9':
                var digit = layout[at + 1];
                var end = at + 1;
                while (end < layout.Length && layout[end] == digit)
                    end++;
                if (end < layout.Length && char.IsAsciiDigit(layout[end]))
                    return null;
                return Part(digit == '0' ? LayoutPart.FractionZeros : LayoutPart.FractionNines, end - at);
            default:
                return null;
        }
    }

    static bool FollowedByLower(string layout, int at) => at < layout.Length && char.IsAsciiLetterLower(layout[at]);
}
