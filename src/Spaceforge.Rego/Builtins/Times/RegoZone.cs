using System.Collections.Concurrent;

namespace Spaceforge.Rego;

/// <summary>A time zone by its IANA name, from the machine's database.</summary>
sealed class RegoZone
{
    public static readonly RegoZone Utc = new(TimeZoneInfo.Utc);

    static readonly ConcurrentDictionary<string, RegoZone> Known = new(StringComparer.Ordinal);

    readonly TimeZoneInfo _zone;

    RegoZone(TimeZoneInfo zone) => _zone = zone;

    /// <exception cref="FormatException">The zone does not exist.</exception>
    public static RegoZone Find(string name)
    {
        switch (name)
        {
            case "" or "UTC":
                return Utc;
            case "Local":
                return Known.GetOrAdd(name, static _ => new(TimeZoneInfo.Local));
        }

        if (Known.TryGetValue(name, out var known))
            return known;
        // As in Go, no path may lead out of the database.
        if (name.Contains("..", StringComparison.Ordinal) || name[0] is '/' or '\\' || !name.All(IsNameLetter))
            throw new FormatException("time: invalid location name");
        try
        {
            return Known.GetOrAdd(name, static id => new(TimeZoneInfo.FindSystemTimeZoneById(id)));
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException or IOException or
            UnauthorizedAccessException or System.Security.SecurityException)
        {
            throw new FormatException($"unknown time zone {name}");
        }
    }

    public (int Offset, string Abbreviation) At(long unixSeconds)
    {
        if (this == Utc)
            return (0, "UTC");
        var utc = DateTime.UnixEpoch.AddSeconds(unixSeconds);
        var offset = (int)_zone.GetUtcOffset(utc).TotalSeconds;
        var name = _zone.IsDaylightSavingTime(utc) ? _zone.DaylightName : _zone.StandardName;
        return (offset, name.Length is >= 3 and <= 5 && name.All(char.IsAsciiLetterUpper) ? name : OffsetName(offset));
    }

    // Go's text for a zone without an abbreviation.
    static string OffsetName(int offset)
    {
        var minutes = Math.Abs(offset) / 60;
        return $"{(offset < 0 ? '-' : '+')}{minutes / 60:00}{(minutes % 60 == 0 ? "" : (minutes % 60).ToString("00"))}";
    }

    static bool IsNameLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+';
}
