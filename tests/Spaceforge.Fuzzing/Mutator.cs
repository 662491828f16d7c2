using System.Text;
using System.Text.RegularExpressions;

namespace Spaceforge.Fuzzing;

/// <summary>Makes inputs from those of a corpus. It knows nothing of coverage; AFL does the rest.</summary>
sealed class Mutator(IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]> words, Random random)
{
    static readonly byte[] Odd = [0, 1, 0x7f, 0x80, 0xff, (byte)'\n', (byte)'"', (byte)'\\', (byte)'{', (byte)'[', (byte)'-', (byte)'9'];

    /// <summary>The words of a dictionary of AFL.</summary>
    public static byte[][] ReadWords(string file) =>
        [.. File.ReadLines(file).Select(line => Encoding.Latin1.GetBytes(Regex.Unescape(line[1..^1])))];

    public byte[] Next()
    {
        var input = new List<byte>(corpus[random.Next(corpus.Count)]);
        for (var n = random.Next(1, 5); n > 0; n--) Mutate(input);
        return [.. input];
    }

    void Mutate(List<byte> input)
    {
        var at = random.Next(input.Count + 1);
        var length = Math.Min(input.Count - at, 1 << random.Next(8));
        switch (random.Next(8))
        {
            case 0:
                input.RemoveRange(at, length);
                break;
            case 1:
                input.InsertRange(at, input.GetRange(at, length));
                break;
            case 2 when at < input.Count:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 3 when at < input.Count:
                input[at] = Odd[random.Next(Odd.Length)];
                break;
            case 4:
                var other = corpus[random.Next(corpus.Count)];
                var from = random.Next(other.Length + 1);
                input.InsertRange(at, other[from..Math.Min(other.Length, from + (1 << random.Next(10)))]);
                break;
            case 5:
                input.RemoveRange(at, input.Count - at);
                break;
            default:
                if (random.Next(2) == 0) input.RemoveRange(at, length);
                input.InsertRange(at, words[random.Next(words.Count)]);
                break;
        }
    }
}
