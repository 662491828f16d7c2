using System.Runtime.InteropServices;

namespace Spaceforge.Launching;

/// <summary>Earlier occurrences of what follows each position of the content: the nearest one for each length.</summary>
sealed class DeflateMatches
{
    public const int ShortestMatch = 3;
    public const int LongestMatch = 258;
    public const int Window = 32768;

    const int LongestChain = 128;
    const int HashBits = 16;

    readonly int[] _starts;
    readonly List<(ushort Length, ushort Distance)> _matches = [];

    public DeflateMatches(byte[] content)
    {
        _starts = new int[content.Length + 1];
        var heads = new int[1 << HashBits];
        var earlier = new int[Window];
        Array.Fill(heads, -1);
        for (var i = 0; i < content.Length; i++)
        {
            _starts[i] = _matches.Count;
            if (i + ShortestMatch > content.Length) continue;

            var hash = (int)(((uint)(content[i] | (content[i + 1] << 8) | (content[i + 2] << 16)) * 2654435761u) >> (32 - HashBits));
            Find(content, i, heads[hash], earlier);
            earlier[i % Window] = heads[hash];
            heads[hash] = i;
        }

        _starts[content.Length] = _matches.Count;
    }

    /// <summary>The matches at a position, with rising lengths and distances; each covers the lengths above the previous one's.</summary>
    public ReadOnlySpan<(ushort Length, ushort Distance)> At(int place) =>
        CollectionsMarshal.AsSpan(_matches)[_starts[place].._starts[place + 1]];

    void Find(byte[] content, int place, int candidate, int[] earlier)
    {
        var longest = ShortestMatch - 1;
        var rest = content.AsSpan(place, Math.Min(LongestMatch, content.Length - place));
        for (var tries = 0; candidate >= 0 && place - candidate <= Window && tries < LongestChain; tries++)
        {
            if (content[candidate + longest] == rest[longest])
            {
                var length = rest.CommonPrefixLength(content.AsSpan(candidate, rest.Length));
                if (length > longest)
                {
                    _matches.Add(((ushort)length, (ushort)(place - candidate)));
                    longest = length;
                    if (longest == rest.Length) return;
                }
            }

            // The entry is still the candidate's: it is overwritten where the candidate leaves the window.
            candidate = earlier[candidate % Window];
        }
    }
}
