using System.Text.Json;

namespace Spaceforge.Plans;

/// <summary>The bytes of a JSON file, and errors that say where in it something is wrong but never what is written there.</summary>
/// <param name="Path">The file, for messages.</param>
/// <param name="Kind">What it should be: a plan, a state.</param>
/// <param name="Bytes">All of it, without a byte order mark.</param>
/// <param name="Skipped">How many bytes the byte order mark had.</param>
sealed record JsonFile(string Path, string Kind, ReadOnlyMemory<byte> Bytes, int Skipped)
{
    // Modules in modules in the configuration take three levels each, before any value begins.
    public const int MaxDepth = 1024;

    public JsonSlice All => new(this, 0, Bytes.Length);

    public static JsonFile Load(string path, string kind)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = File.ReadAllBytes(path);
            var skipped = bytes.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
            return new JsonFile(path, kind, bytes[skipped..], skipped);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PluginFailedException($"{path} does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PluginFailedException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>JSON, but not the JSON that was expected.</summary>
    public PluginFailedException Wrong(string why) => new($"{Path} is no {Kind}: {why}");

    /// <summary>The place of a byte, for people: both numbers count from 1, and bytes count within the line.</summary>
    public string Place(int position)
    {
        var before = Bytes.Span[..position];
        return Place(before.Count((byte)'\n'), position - before.LastIndexOf((byte)'\n') - 1);
    }

    /// <summary>The error for a file that the JSON reader gave up on.</summary>
    public PluginFailedException NoJson()
    {
        if (Bytes.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0) return new($"{Path} is empty.");

        var options = new JsonReaderOptions { MaxDepth = MaxDepth };
        var reader = new Utf8JsonReader(Bytes.Span, isFinalBlock: false, new JsonReaderState(options));
        try
        {
            // Nothing wrong up to the end: only the rest is missing.
            while (reader.Read()) { }
            return new($"{Path} is cut off: it ends at {Place(Bytes.Length)}, in the middle of its JSON.");
        }
        catch (JsonException e)
        {
            var place = Place((int)(e.LineNumber ?? 0), (int)(e.BytePositionInLine ?? 0));
            return new(reader.CurrentDepth >= MaxDepth
                ? $"{Path} is nested deeper than {MaxDepth} levels at {place}."
                : $"{Path} is no JSON: the first mistake is at {place}.");
        }
    }

    string Place(int line, int column) => $"line {line + 1}, byte {column + 1 + (line == 0 ? Skipped : 0)}";
}
