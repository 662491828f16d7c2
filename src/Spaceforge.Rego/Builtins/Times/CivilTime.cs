using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>A point in time in nanoseconds since 1970, with the local time in its zone.</summary>
readonly struct CivilTime
{
    const long NanosPerSecond = 1_000_000_000;
    const long SecondsPerDay = 86_400;

    public CivilTime(long nanos, RegoZone zone)
    {
        (Nanos, Zone) = (nanos, zone);
        var seconds = FloorDiv(nanos, NanosPerSecond);
        Nanosecond = (int)(nanos - seconds * NanosPerSecond);
        (Offset, Abbreviation) = zone.At(seconds);
        var local = seconds + Offset;
        var days = FloorDiv(local, SecondsPerDay);
        (Year, Month, Day) = FromDays(days);
        SecondOfDay = (int)(local - days * SecondsPerDay);
        Weekday = (int)(((days + 4) % 7 + 7) % 7);
        YearDay = (int)(days - ToDays(Year, 1, 1)) + 1;
    }

    public long Nanos { get; }
    public RegoZone Zone { get; }
    public int Offset { get; }
    public string Abbreviation { get; }
    public long Year { get; }
    public int Month { get; }
    public int Day { get; }
    public int SecondOfDay { get; }
    public int Nanosecond { get; }

    /// <summary>0 is Sunday.</summary>
    public int Weekday { get; }
    public int YearDay { get; }
    public int Hour => SecondOfDay / 3600;
    public int Minute => SecondOfDay / 60 % 60;
    public int Second => SecondOfDay % 60;

    /// <summary>Days since 1970 in the proleptic Gregorian calendar; excess months carry over.</summary>
    public static long ToDays(long year, long month, long day)
    {
        var months = month - 1;
        year += FloorDiv(months, 12);
        months -= FloorDiv(months, 12) * 12;
        // Years start in March here, so that the leap day comes last.
        var (y, m) = months < 2 ? (year - 1, months + 10) : (year, months - 2);
        var era = FloorDiv(y, 400);
        var ofEra = y - era * 400;
        var ofYear = (153 * m + 2) / 5;
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear + day - 1 - 719_468;
    }

    /// <summary>Nanoseconds since 1970 for a date and a time in UTC, of any size.</summary>
    public static BigInteger ToNanos(long days, long secondOfDay, long nanosecond) =>
        (new BigInteger(days) * SecondsPerDay + secondOfDay) * NanosPerSecond + nanosecond;

    static (long Year, int Month, int Day) FromDays(long days)
    {
        days += 719_468;
        var era = FloorDiv(days, 146_097);
        var ofEra = days - era * 146_097;
        var year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        var ofYear = ofEra - (365 * year + year / 4 - year / 100);
        var m = (5 * ofYear + 2) / 153;
        var month = m < 10 ? m + 3 : m - 9;
        return (year + era * 400 + (month <= 2 ? 1 : 0), (int)month, (int)(ofYear - (153 * m + 2) / 5 + 1));
    }

    static long FloorDiv(long value, long by) => value / by - (value % by < 0 ? 1 : 0);
}
