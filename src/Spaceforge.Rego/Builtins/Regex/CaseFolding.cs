namespace Spaceforge.Rego;

/// <summary>The letters that Go's <c>(?i)</c> treats as equal: all that share an upper case.</summary>
static class CaseFolding
{
    // The last code points with case are in the Adlam block.
    const int Last = 0x1E943;

    static readonly Lazy<Dictionary<int, int[]>> Orbits = new(Build);

    public static void AddVariants(int lo, int hi, List<int> pairs)
    {
        // A range of all code points has all variants, and a table for ASCII alone is not worth building.
        if (lo == 0 && hi >= Last)
            return;

        for (var rune = lo; rune <= Math.Min(hi, 'z'); rune++)
        {
            if (rune is >= 'A' and <= 'Z')
                AddAscii(rune, rune + 32, pairs);
            else if (rune is >= 'a' and <= 'z')
                AddAscii(rune, rune - 32, pairs);
        }

        for (var rune = Math.Max(lo, 0x80); rune <= Math.Min(hi, Last); rune++)
        {
            if (!Orbits.Value.TryGetValue(rune, out var orbit))
                continue;
            foreach (var other in orbit)
                pairs.AddRange([other, other]);
        }
    }

    static void AddAscii(int rune, int other, List<int> pairs)
    {
        pairs.AddRange([other, other]);
        if ((rune | 32) == 'k')
            pairs.AddRange([0x212A, 0x212A]);
        else if ((rune | 32) == 's')
            pairs.AddRange([0x17F, 0x17F]);
    }

    static Dictionary<int, int[]> Build()
    {
        var byUpper = new Dictionary<int, List<int>>();
        for (var rune = 0x41; rune <= Last; rune++)
        {
            if (rune is >= 0xD800 and <= 0xDFFF)
                continue;
            var upper = Upper(rune);
            if (upper == rune)
                continue;
            if (!byUpper.TryGetValue(upper, out var same))
                byUpper[upper] = same = [upper];
            same.Add(rune);
        }

        // The Kelvin, Ångström and Ohm signs are upper-case letters whose lower case does not map back to them.
        foreach (var sign in (int[])[0x212A, 0x212B, 0x2126, 0x1E9E, 0x3F4])
        {
            var upper = sign == 0x1E9E ? 0xDF : Upper(System.Text.Rune.ToLowerInvariant(new(sign)).Value);
            if (!byUpper.TryGetValue(upper, out var same))
                byUpper[upper] = same = [upper];
            if (!same.Contains(sign))
                same.Add(sign);
        }

        var orbits = new Dictionary<int, int[]>();
        foreach (var same in byUpper.Values)
        {
            int[] all = [.. same];
            foreach (var rune in all)
                orbits[rune] = all;
        }

        return orbits;
    }

    static int Upper(int rune) => rune switch
    {
        // Dotless i and dotted capital I do not fold with anything.
        0x131 or 0x130 => rune,
        _ => System.Text.Rune.ToUpperInvariant(new(rune)).Value,
    };
}
