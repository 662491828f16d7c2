using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>Durations such as <c>1h15m30.918s</c>, parsed like Go's <c>time.ParseDuration</c>.</summary>
static class GoDuration
{
    /// <exception cref="FormatException">The text is not a duration, or longer than 292 years.</exception>
    public static long Parse(string text)
    {
        var quoted = GoQuote.Text(text);
        var at = 0;
        var negative = text.StartsWith('-');
        if (text.Length > 0 && text[0] is '-' or '+')
            at++;
        var rest = text.AsSpan(at);
        if (rest is "0")
            return 0;
        if (rest.IsEmpty)
            throw Invalid(quoted);

        var total = BigInteger.Zero;
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            var whole = text.AsSpan(start, at - start);
            var fraction = ReadOnlySpan<char>.Empty;
            if (at < text.Length && text[at] == '.')
            {
                var from = ++at;
                while (at < text.Length && char.IsAsciiDigit(text[at]))
                    at++;
                fraction = text.AsSpan(from, at - from);
            }

            // A duration cannot have more digits, so there is no need to compute with them.
            if ((whole.IsEmpty && fraction.IsEmpty) || whole.Length > 40)
                throw Invalid(quoted);
            start = at;
            while (at < text.Length && text[at] != '.' && !char.IsAsciiDigit(text[at]))
                at++;
            var unit = text[start..at];
            if (unit.Length == 0)
                throw new FormatException($"time: missing unit in duration {quoted}");
            var nanos = Unit(unit) ?? throw new FormatException($"time: unknown unit {GoQuote.Text(unit)} in duration {quoted}");

            total += (whole.IsEmpty ? 0 : BigInteger.Parse(whole)) * nanos;
            if (!fraction.IsEmpty)
            {
                // Go keeps eighteen digits.
                var kept = fraction[..Math.Min(fraction.Length, 18)];
                total += BigInteger.Parse(kept) * nanos / BigInteger.Pow(10, kept.Length);
            }

            if (total > (BigInteger.One << 63))
                throw Invalid(quoted);
        }

        if (negative)
            total = -total;
        return total > long.MaxValue ? throw Invalid(quoted) : (long)total;
    }

    static FormatException Invalid(string quoted) => new($"time: invalid duration {quoted}");

    static long? Unit(string unit) => unit switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => null,
    };
}
