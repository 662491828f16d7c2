using System.Numerics;

namespace Spaceforge.Launching;

/// <summary>The symbols of deflate, RFC 1951, and how often they occur in a block.</summary>
sealed class DeflateCodes
{
    public const int EndOfBlock = 256;
    public const int LongestCode = 15;

    /// <summary>The cost of one bit in <see cref="Costs"/>.</summary>
    public const int CostOfBit = 1 << CostBits;

    const int FirstLength = 257;
    const int LiteralSymbols = 286;
    const int DistanceSymbols = 30;
    const int CostBits = 8;

    // A symbol that has not occurred may occur in the next round.
    const int CostOfUnused = 14 * CostOfBit;

    static readonly int[] LengthBases =
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    static readonly int[] LengthExtras =
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    static readonly byte[] LengthSymbols = Symbols(LengthBases, DeflateMatches.LongestMatch);

    public int[] Literals { get; } = new int[LiteralSymbols];

    public int[] Distances { get; } = new int[DistanceSymbols];

    public static (int Symbol, int Extra, int Bits) OfLength(int length)
    {
        var index = LengthSymbols[length];
        return (FirstLength + index, length - LengthBases[index], LengthExtras[index]);
    }

    public static (int Symbol, int Extra, int Bits) OfDistance(int distance)
    {
        var value = distance - 1;
        if (value < 4) return (value, 0, 0);

        var bits = BitOperations.Log2((uint)value) - 1;
        return ((2 * bits) + (value >> bits), value & ((1 << bits) - 1), bits);
    }

    public void Add(int literal) => Literals[literal]++;

    public void Add(int length, int distance)
    {
        Literals[OfLength(length).Symbol]++;
        Distances[OfDistance(distance).Symbol]++;
    }

    public void Add(DeflateCodes other)
    {
        for (var i = 0; i < Literals.Length; i++) Literals[i] += other.Literals[i];
        for (var i = 0; i < Distances.Length; i++) Distances[i] += other.Distances[i];
    }

    /// <summary>The cost of each literal, length and distance symbol in a block like this one, including extra bits.</summary>
    public (int[] Literals, int[] Lengths, int[] Distances) Costs()
    {
        var (literals, distances) = (CostsOf(Literals), CostsOf(Distances));
        var lengths = new int[DeflateMatches.LongestMatch + 1];
        for (var length = DeflateMatches.ShortestMatch; length < lengths.Length; length++)
        {
            var (symbol, _, bits) = OfLength(length);
            lengths[length] = literals[symbol] + (bits << CostBits);
        }

        for (var symbol = 4; symbol < distances.Length; symbol++) distances[symbol] += ((symbol / 2) - 1) << CostBits;
        return (literals, lengths, distances);
    }

    /// <summary>The approximate size of the block, in units of <see cref="CostOfBit"/> per bit.</summary>
    public long Size()
    {
        var (literals, distances) = (CostsOf(Literals), CostsOf(Distances));
        // The lengths of its codes.
        var size = 400L << CostBits;
        for (var i = 0; i < literals.Length; i++)
        {
            if (Literals[i] > 0) size += ((long)Literals[i] * literals[i]) + (3 << CostBits);
        }

        for (var i = 0; i < distances.Length; i++)
        {
            if (Distances[i] > 0) size += ((long)Distances[i] * distances[i]) + (3 << CostBits);
        }

        return size;
    }

    static int[] CostsOf(int[] counts)
    {
        var total = Log2(Math.Max(1, counts.Sum()));
        return [.. counts.Select(count => count == 0 ? CostOfUnused : Math.Max(CostOfBit / 2, total - Log2(count)))];
    }

    // Integers, because floating point may differ between processors.
    static int Log2(int value)
    {
        var result = BitOperations.Log2((uint)value);
        var rest = (ulong)value << (31 - result);
        for (var i = 0; i < CostBits; i++)
        {
            rest = (rest * rest) >> 31;
            var bit = (int)(rest >> 32);
            result = (result << 1) | bit;
            rest >>= bit;
        }

        return result;
    }

    static byte[] Symbols(int[] bases, int highest)
    {
        var symbols = new byte[highest + 1];
        for (var i = 0; i < bases.Length; i++) Array.Fill(symbols, (byte)i, bases[i], highest + 1 - bases[i]);
        return symbols;
    }
}
