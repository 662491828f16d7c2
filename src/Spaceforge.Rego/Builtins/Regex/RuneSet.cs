namespace Spaceforge.Rego;

/// <summary>Code points as sorted, disjoint, non-adjacent inclusive ranges: lo, hi, lo, hi, ...</summary>
sealed class RuneSet
{
    public const int MaxRune = 0x10FFFF;

    public static readonly RuneSet All = new([0, MaxRune]);
    public static readonly RuneSet AllButNewline = new([0, '\n' - 1, '\n' + 1, MaxRune]);

    RuneSet(int[] ranges) => Ranges = ranges;

    public int[] Ranges { get; }

    public static RuneSet Of(int rune) => new([rune, rune]);

    public static RuneSet Union(List<int> pairs)
    {
        var count = pairs.Count / 2;
        var los = new int[count];
        var his = new int[count];
        for (var i = 0; i < count; i++)
            (los[i], his[i]) = (pairs[2 * i], pairs[2 * i + 1]);
        Array.Sort(los, his);

        var merged = new List<int>(pairs.Count);
        for (var i = 0; i < count; i++)
        {
            if (merged.Count > 0 && los[i] <= merged[^1] + 1)
                merged[^1] = Math.Max(merged[^1], his[i]);
            else
                merged.AddRange([los[i], his[i]]);
        }

        return new([.. merged]);
    }

    public RuneSet Negated()
    {
        var rest = new List<int>(Ranges.Length + 2);
        var next = 0;
        for (var i = 0; i < Ranges.Length; i += 2)
        {
            if (next < Ranges[i])
                rest.AddRange([next, Ranges[i] - 1]);
            next = Ranges[i + 1] + 1;
        }

        if (next <= MaxRune)
            rest.AddRange([next, MaxRune]);
        return new([.. rest]);
    }

    public RuneSet Folded()
    {
        var pairs = new List<int>(Ranges);
        for (var i = 0; i < Ranges.Length; i += 2)
            CaseFolding.AddVariants(Ranges[i], Ranges[i + 1], pairs);
        return pairs.Count == Ranges.Length ? this : Union(pairs);
    }
}
