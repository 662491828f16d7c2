namespace Spaceforge.Launching;

/// <summary>Writes the blocks of a deflate stream, each with its own codes.</summary>
sealed class DeflateWriter(Stream output)
{
    const int LongestLengthCode = 7;
    // What the header counts from, and what each block has: the end of the block is a literal, and there is a distance.
    const int FewestLiterals = 257;
    const int FewestDistances = 1;
    const int FewestLengths = 4;

    static readonly int[] LengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    ulong _bits;
    int _count;

    /// <param name="content">The whole content.</param>
    /// <param name="tokens">The block: lengths of one are literals.</param>
    /// <param name="codes">The codes for its symbols.</param>
    /// <param name="place">Its position in the content.</param>
    /// <param name="isLast">Whether it is the last block.</param>
    public void WriteBlock(
        byte[] content, ReadOnlySpan<(ushort Length, ushort Distance)> tokens, DeflateCodes codes, int place, bool isLast)
    {
        codes.Add(DeflateCodes.EndOfBlock);
        var (literals, distances) =
            (Lengths(codes.Literals, DeflateCodes.LongestCode), Lengths(codes.Distances, DeflateCodes.LongestCode));
        // Decoders require at least one distance code.
        if (!distances.Any(length => length > 0)) distances[0] = 1;
        Write(isLast ? 1 : 0, 1);
        Write(2, 2);
        WriteLengths(Used(literals), Used(distances));

        var (literalCodes, distanceCodes) = (Codes(literals), Codes(distances));
        foreach (var (length, distance) in tokens)
        {
            if (length == 1)
            {
                Write(literalCodes[content[place]], literals[content[place]]);
            }
            else
            {
                var (symbol, extra, bits) = DeflateCodes.OfLength(length);
                Write(literalCodes[symbol], literals[symbol]);
                Write(extra, bits);
                (symbol, extra, bits) = DeflateCodes.OfDistance(distance);
                Write(distanceCodes[symbol], distances[symbol]);
                Write(extra, bits);
            }

            place += length;
        }

        Write(literalCodes[DeflateCodes.EndOfBlock], literals[DeflateCodes.EndOfBlock]);
    }

    /// <summary>Writes the last bits.</summary>
    public void Finish()
    {
        if (_count > 0) output.WriteByte((byte)_bits);
    }

    void Write(int value, int count)
    {
        _bits |= (ulong)(uint)value << _count;
        for (_count += count; _count >= 8; _count -= 8)
        {
            output.WriteByte((byte)_bits);
            _bits >>= 8;
        }
    }

    static int[] Used(int[] lengths) => lengths[..(Array.FindLastIndex(lengths, length => length > 0) + 1)];

    void WriteLengths(int[] literals, int[] distances)
    {
        var runs = Runs([.. literals, .. distances]);
        var counts = new int[LengthOrder.Length];
        foreach (var (symbol, _, _) in runs) counts[symbol]++;
        var lengths = Lengths(counts, LongestLengthCode);
        var codes = Codes(lengths);
        var used = Array.FindLastIndex(LengthOrder, symbol => lengths[symbol] > 0) + 1;
        Write(literals.Length - FewestLiterals, 5);
        Write(distances.Length - FewestDistances, 5);
        Write(used - FewestLengths, 4);
        for (var i = 0; i < used; i++) Write(lengths[LengthOrder[i]], 3);
        foreach (var (symbol, extra, bits) in runs)
        {
            Write(codes[symbol], lengths[symbol]);
            Write(extra, bits);
        }
    }

    static List<(int Symbol, int Extra, int Bits)> Runs(int[] lengths)
    {
        var runs = new List<(int, int, int)>();
        for (var i = 0; i < lengths.Length;)
        {
            var (length, end) = (lengths[i], i + 1);
            while (end < lengths.Length && lengths[end] == length) end++;
            var count = end - i;
            if (length != 0)
            {
                runs.Add((length, 0, 0));
                count--;
            }

            while (count >= 3)
            {
                var (most, symbol, fewest, bits) = (length, count) switch
                {
                    (0, >= 11) => (138, 18, 11, 7),
                    (0, _) => (10, 17, 3, 3),
                    _ => (6, 16, 3, 2),
                };
                var taken = Math.Min(most, count);
                runs.Add((symbol, taken - fewest, bits));
                count -= taken;
            }

            for (; count > 0; count--) runs.Add((length, 0, 0));
            i = end;
        }

        return runs;
    }

    /// <summary>The lengths of a Huffman code. If one is too long, rare symbols are counted as more frequent.</summary>
    static int[] Lengths(int[] counts, int longest)
    {
        var weights = counts.ToArray();
        while (true)
        {
            var lengths = HuffmanLengths(weights);
            if (lengths.Max() <= longest) return lengths;

            weights = [.. weights.Select(weight => weight == 0 ? 0 : (weight / 2) + 1)];
        }
    }

    static int[] HuffmanLengths(int[] weights)
    {
        var lengths = new int[weights.Length];
        var queue = new PriorityQueue<int[], (long Weight, int Order)>();
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0) queue.Enqueue([i], (weights[i], i));
        }

        if (queue.Count == 1) lengths[queue.Peek()[0]] = 1;
        for (var order = weights.Length; queue.Count > 1; order++)
        {
            queue.TryDequeue(out var first, out var rarest);
            queue.TryDequeue(out var second, out var next);
            int[] both = [.. first!, .. second!];
            foreach (var symbol in both) lengths[symbol]++;
            queue.Enqueue(both, (rarest.Weight + next.Weight, order));
        }

        return lengths;
    }

    /// <summary>The codes, with the first bit lowest.</summary>
    static int[] Codes(int[] lengths)
    {
        var codes = new int[lengths.Length];
        var code = 0;
        for (var length = 1; length <= DeflateCodes.LongestCode; length++, code <<= 1)
        {
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] != length) continue;

                for (var bit = 0; bit < length; bit++) codes[symbol] |= ((code >> bit) & 1) << (length - 1 - bit);
                code++;
            }
        }

        return codes;
    }
}
