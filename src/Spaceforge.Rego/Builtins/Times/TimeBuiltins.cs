using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>time.*: nanoseconds since 1970, with or without a zone.</summary>
static class TimeBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("time.now_ns", static (context, _) =>
            RegoNumber.Of((context.Now - DateTimeOffset.UnixEpoch).Ticks * new BigInteger(100)));
        table.Add("time.parse_ns", static (_, arguments) => Parse(
            GoLayout.Named(Operands.Text(arguments, 0)), Operands.Text(arguments, 1)));
        table.Add("time.parse_rfc3339_ns", static (_, arguments) => Parse(GoLayout.Rfc3339, Operands.Text(arguments, 0)));
        table.Add("time.parse_duration_ns", static (_, arguments) => Checked(() =>
            RegoNumber.Of(GoDuration.Parse(Operands.Text(arguments, 0)))));
        table.Add("time.format", Format);
        table.Add("time.date", static (_, arguments) => Moment(arguments[0]) is var time
            ? Numbers(time.Year, time.Month, time.Day)
            : null);
        table.Add("time.clock", static (_, arguments) => Moment(arguments[0]) is var time
            ? Numbers(time.Hour, time.Minute, time.Second)
            : null);
        table.Add("time.weekday", static (_, arguments) => new RegoString(GoLayout.Weekdays[Moment(arguments[0]).Weekday]));
        table.Add("time.add_date", AddDate);
        table.Add("time.diff", Difference);
    }

    static RegoArray Numbers(params long[] numbers) => RegoArray.Wrap([.. numbers.Select(RegoNumber.Of)]);

    static RegoNumber Parse(string layout, string value) => Checked(() => InRange(GoTimeParser.Parse(layout, value)));

    static RegoNumber InRange(BigInteger nanos) => nanos >= long.MinValue && nanos <= long.MaxValue
        ? RegoNumber.Of(nanos)
        : throw new BuiltinException("time outside of valid range");

    static T Checked<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (FormatException exception)
        {
            throw new BuiltinException(exception.Message);
        }
    }

    static CivilTime Moment(RegoValue value) => Moment(value, out var _);

    static CivilTime Moment(RegoValue value, out string layout)
    {
        layout = "";
        var zone = RegoZone.Utc;
        if (value is RegoArray { Count: > 0 } array)
        {
            value = array.Items[0];
            if (value is not RegoNumber)
                throw BuiltinException.Operand(1, value, "number");
            if (array.Count > 1)
                zone = Checked(() => RegoZone.Find(Text(array.Items[1])));
            if (array.Count > 2)
                layout = Text(array.Items[2]);
        }

        if (value is not RegoNumber number)
            throw BuiltinException.Operand(1, value, "either number (ns) or [number (ns), string (tz)]");
        return number.TryGetInt64(out var nanos) ? new(nanos, zone) : throw new BuiltinException("timestamp too big");
    }

    static string Text(RegoValue value) => Operands.Text([value], 0);

    static RegoString Format(BuiltinContext context, RegoValue[] arguments)
    {
        var time = Moment(arguments[0], out var layout);
        context.Reserve(layout.Length * 16L);
        return Operands.Of(GoTimeFormat.Format(time, layout.Length == 0 ? GoLayout.Rfc3339Nano : GoLayout.Named(layout)));
    }

    // Excess days carry over into the next month. The local time stays the same.
    static RegoNumber AddDate(BuiltinContext context, RegoValue[] arguments)
    {
        var time = Moment(arguments[0]);
        var (years, months, days) = (Amount(arguments, 1), Amount(arguments, 2), Amount(arguments, 3));
        var date = CivilTime.ToDays(time.Year + years, time.Month + months, time.Day + days);
        var nanos = CivilTime.ToNanos(date, time.SecondOfDay, time.Nanosecond);
        // The offset at that time may differ.
        var offset = nanos >= long.MinValue && nanos <= long.MaxValue
            ? new CivilTime((long)(nanos - (BigInteger)time.Offset * 1_000_000_000 is var guess && guess >= long.MinValue &&
                guess <= long.MaxValue ? guess : nanos), time.Zone).Offset
            : time.Offset;
        return InRange(nanos - new BigInteger(offset) * 1_000_000_000);
    }

    // Larger values are out of range for any time.
    static long Amount(RegoValue[] arguments, int index) => Math.Clamp(Operands.Integer(arguments, index), -1_000_000_000, 1_000_000_000);

    static RegoArray Difference(BuiltinContext context, RegoValue[] arguments)
    {
        var a = Moment(arguments[0]);
        var b = new CivilTime(Moment(arguments[1]).Nanos, a.Zone);
        if (a.Nanos > b.Nanos)
            (a, b) = (b, a);
        var (years, months, days) = (b.Year - a.Year, (long)b.Month - a.Month, (long)b.Day - a.Day);
        var seconds = (long)b.SecondOfDay - a.SecondOfDay;
        if (seconds < 0)
        {
            seconds += 86_400;
            days--;
        }

        if (days < 0)
        {
            days += CivilTime.ToDays(a.Year, a.Month + 1, 1) - CivilTime.ToDays(a.Year, a.Month, 1);
            months--;
        }

        if (months < 0)
        {
            months += 12;
            years--;
        }

        return Numbers(years, months, days, seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
