using System.Text;

namespace Spaceforge.Rego;

/// <summary>A text mapped to a pattern's alphabet, with the original positions.</summary>
readonly struct Re2Text
{
    readonly string _original;
    readonly int[]? _offsets;

    public Re2Text(string original, Re2Alphabet alphabet)
    {
        _original = original;
        if (Ascii.IsValid(original))
        {
            Letters = original;
            return;
        }

        var letters = new StringBuilder(original.Length);
        var offsets = new List<int>(original.Length + 1);
        var at = 0;
        foreach (var rune in original.EnumerateRunes())
        {
            letters.Append(alphabet.Letter(rune.Value));
            offsets.Add(at);
            at += rune.Utf16SequenceLength;
        }

        offsets.Add(at);
        Letters = letters.ToString();
        _offsets = letters.Length == original.Length ? null : [.. offsets];
    }

    public string Letters { get; }

    public int Offset(int letter) => _offsets is null ? letter : _offsets[letter];

    public string Slice(int from, int to) => _original[Offset(from)..Offset(to)];
}
