using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>The smallest set of blocks with the same addresses.</summary>
static class IpBlockMerge
{
    public static IEnumerable<IpBlock> Merge(IEnumerable<IpBlock> blocks) =>
        blocks.GroupBy(block => block.V6).SelectMany(family => MergeFamily(family, family.Key));

    static List<IpBlock> MergeFamily(IEnumerable<IpBlock> blocks, bool v6)
    {
        var merged = new List<IpBlock>();
        BigInteger? first = null;
        var last = BigInteger.Zero;
        foreach (var block in blocks.OrderBy(block => block.First).ThenBy(block => block.Prefix))
        {
            if (first is not null && block.First <= last + 1)
            {
                last = BigInteger.Max(last, block.Last);
                continue;
            }

            if (first is { } start)
                AddRange(merged, start, last, v6);
            (first, last) = (block.First, block.Last);
        }

        if (first is { } rest)
            AddRange(merged, rest, last, v6);
        return merged;
    }

    static void AddRange(List<IpBlock> blocks, BigInteger first, BigInteger last, bool v6)
    {
        var bits = v6 ? 128 : 32;
        while (first <= last)
        {
            // As large as the start's alignment and the remaining range allow.
            var size = first.IsZero ? bits : TrailingZeros(first);
            while (first + (BigInteger.One << size) - 1 > last)
                size--;
            blocks.Add(new(first, bits - size, v6));
            first += BigInteger.One << size;
        }
    }

    static int TrailingZeros(BigInteger value)
    {
        var zeros = 0;
        for (; value.IsEven; value >>= 1)
            zeros++;
        return zeros;
    }
}
