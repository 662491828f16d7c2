using System.IO.Compression;

namespace Spaceforge.Launching;

/// <summary>
/// Compresses with gzip in seconds rather than milliseconds, which makes every manifest 3 % smaller than with .NET's. Like zopfli, it
/// alternates between choosing the matches that are cheapest with a block's codes and choosing the blocks.
/// </summary>
static class SmallestGzip
{
    const int Rounds = 2;
    const int ParsesOfRound = 3;
    const int SmallestBlock = 4096;
    const int TrailerSize = 8;

    static readonly byte[] Header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3];

    public static byte[] Compress(byte[] content)
    {
        using var output = new MemoryStream();
        output.Write(Header);
        var matches = new DeflateMatches(content);
        var blocks = new List<Block> { Parse(content, matches, 0, content.Length, FirstCodes()) };
        for (var round = 0; round < Rounds; round++)
        {
            blocks = Split(content, blocks);
            for (var parse = 0; parse < ParsesOfRound; parse++)
            {
                for (var i = 0; i < blocks.Count; i++)
                {
                    blocks[i] = Parse(content, matches, blocks[i].Start, blocks[i].End, blocks[i].Codes);
                }
            }
        }

        var writer = new DeflateWriter(output);
        for (var i = 0; i < blocks.Count; i++)
        {
            writer.WriteBlock(content, blocks[i].Tokens, blocks[i].Codes, blocks[i].Start, i == blocks.Count - 1);
        }

        writer.Finish();
        output.Write(Trailer(content));
        return output.ToArray();
    }

    static DeflateCodes FirstCodes()
    {
        var codes = new DeflateCodes();
        Array.Fill(codes.Literals, 4);
        Array.Fill(codes.Literals, 8, DeflateCodes.EndOfBlock, 8);
        Array.Fill(codes.Distances, 1);
        return codes;
    }

    /// <summary>The tokens that encode a part of the content in the fewest bits.</summary>
    static Block Parse(byte[] content, DeflateMatches matches, int start, int end, DeflateCodes codes)
    {
        var (literals, lengths, distances) = codes.Costs();
        var least = new long[end - start + 1];
        var steps = new (ushort Length, ushort Distance)[least.Length];
        Array.Fill(least, long.MaxValue, 1, least.Length - 1);
        for (var place = start; place < end; place++)
        {
            var i = place - start;
            Offer(i + 1, least[i] + literals[content[place]], (1, 0));
            var shortest = DeflateMatches.ShortestMatch;
            foreach (var (length, distance) in matches.At(place))
            {
                var cost = least[i] + distances[DeflateCodes.OfDistance(distance).Symbol];
                var longest = Math.Min(length, end - place);
                for (var taken = shortest; taken <= longest; taken++) Offer(i + taken, cost + lengths[taken], ((ushort)taken, distance));
                shortest = length + 1;
            }
        }

        var tokens = new List<(ushort Length, ushort Distance)>();
        for (var i = end - start; i > 0; i -= steps[i].Length) tokens.Add(steps[i]);
        tokens.Reverse();
        return Block.Of(content, start, [.. tokens]);

        void Offer(int i, long cost, (ushort Length, ushort Distance) step)
        {
            if (cost >= least[i]) return;

            (least[i], steps[i]) = (cost, step);
        }
    }

    /// <summary>Joins neighbouring blocks while sharing one set of codes saves bits.</summary>
    static List<Block> Split(byte[] content, List<Block> blocks)
    {
        var parts = new List<Block>();
        foreach (var block in blocks)
        {
            var start = block.Start;
            foreach (var tokens in block.Tokens.Chunk(SmallestBlock))
            {
                var part = Block.Of(content, start, tokens);
                parts.Add(part);
                start = part.End;
            }
        }

        if (parts.Count < 2) return blocks;

        var joined = new List<DeflateCodes>();
        var saved = new List<long>();
        for (var i = 0; i + 1 < parts.Count; i++)
        {
            joined.Add(Join(parts[i], parts[i + 1]));
            saved.Add(Saved(i));
        }

        while (saved.Count > 0 && saved.Max() is > 0 and var most)
        {
            var i = saved.IndexOf(most);
            parts[i] = new Block(parts[i].Start, [.. parts[i].Tokens, .. parts[i + 1].Tokens], joined[i]);
            parts.RemoveAt(i + 1);
            joined.RemoveAt(i);
            saved.RemoveAt(i);
            for (var next = Math.Max(0, i - 1); next <= i && next < saved.Count; next++)
            {
                joined[next] = Join(parts[next], parts[next + 1]);
                saved[next] = Saved(next);
            }
        }

        return parts;

        long Saved(int i) => parts[i].Codes.Size() + parts[i + 1].Codes.Size() - joined[i].Size();
    }

    static DeflateCodes Join(Block first, Block second)
    {
        var codes = new DeflateCodes();
        codes.Add(first.Codes);
        codes.Add(second.Codes);
        return codes;
    }

    // The checksum and the size, as .NET computes them.
    static byte[] Trailer(byte[] content)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest)) gzip.Write(content);
        return content.Length == 0 ? new byte[TrailerSize] : output.ToArray()[^TrailerSize..];
    }

    /// <param name="Start">Where it begins in the content.</param>
    /// <param name="Tokens">Literals, with a length of one, and matches.</param>
    /// <param name="Codes">What occurs in it.</param>
    sealed record Block(int Start, (ushort Length, ushort Distance)[] Tokens, DeflateCodes Codes)
    {
        public int End { get; } = Start + Tokens.Sum(token => token.Length);

        public static Block Of(byte[] content, int start, (ushort Length, ushort Distance)[] tokens)
        {
            var codes = new DeflateCodes();
            var place = start;
            foreach (var (length, distance) in tokens)
            {
                if (length == 1) codes.Add(content[place]);
                else codes.Add(length, distance);
                place += length;
            }

            return new Block(start, tokens, codes);
        }
    }
}
