using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Spaceforge.Cli.Json;

/// <summary>
/// A key that an object has twice. Readers take the last one without a word, so a document written by hand would say less than it shows.
/// </summary>
sealed record DuplicateKey(string Key, int Line)
{
    const int LongestKey = 100;

    /// <summary>The first one of a document; null if there is none.</summary>
    /// <exception cref="JsonException">It is not valid JSON.</exception>
    public static DuplicateKey? Find(ReadOnlySpan<byte> json)
    {
        var start = json.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var reader = new Utf8JsonReader(json[start..], new JsonReaderOptions { MaxDepth = 1000 });
        var levels = new List<HashSet<string>>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                while (levels.Count <= reader.CurrentDepth) levels.Add(new(StringComparer.Ordinal));
                levels[reader.CurrentDepth].Clear();
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && !levels[reader.CurrentDepth - 1].Add(reader.GetString()!))
            {
                return new DuplicateKey(reader.GetString()!, json[..(start + (int)reader.TokenStartIndex)].Count((byte)'\n') + 1);
            }
        }

        return null;
    }

    /// <summary>The place and the key.</summary>
    public override string ToString()
    {
        var shown = Key.Length > LongestKey ? $"{Key[..LongestKey]}..." : Key;
        return string.Create(CultureInfo.InvariantCulture, $"line {Line}: duplicate key '{shown}'.");
    }
}
