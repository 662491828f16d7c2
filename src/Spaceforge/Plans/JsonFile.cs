using System.Text.Json;
using Spaceforge.Files;

namespace Spaceforge.Plans;

/// <summary>The bytes of a JSON file, and errors that say where in it something is wrong but never what is written there.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="kind">What it should be: a plan, a state.</param>
/// <param name="bytes">All of it, without a byte order mark.</param>
/// <param name="skipped">How many bytes the byte order mark had.</param>
sealed class JsonFile(string path, string kind, ReadOnlyMemory<byte> bytes, int skipped)
{
    // Modules in modules in the configuration take three levels each, before any value begins.
    public const int MaxDepth = 1024;

    ParsedSlice? _recent;

    public ReadOnlyMemory<byte> Bytes => bytes;

    public JsonSlice All => new(this, 0, bytes.Length);

    // Less than an array can have: .NET would refuse it with another error.
    const int LargestFile = 2_000_000_000;

    /// <summary>Reads a file that the caller names, also through links.</summary>
    public static JsonFile Load(string path, string kind)
    {
        var target = NamedFile.Target(path);
        return Load(path, Path.GetDirectoryName(target) ?? target, Path.GetFileName(target), kind);
    }

    /// <summary>Reads a file of a folder that others write to: no link, nothing that blocks or never ends.</summary>
    /// <exception cref="PluginFailedException">There is none, it cannot be read, or it is something else.</exception>
    public static JsonFile LoadFrom(string folder, string name, string kind) => Load(Path.Combine(folder, name), folder, name, kind);

    static JsonFile Load(string path, string folder, string name, string kind)
    {
        try
        {
            using var files = ForeignFolder.Open(folder);
            ReadOnlyMemory<byte> content = files.Read(name, LargestFile);
            var mark = content.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
            return new JsonFile(path, kind, content[mark..], mark);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PluginFailedException($"{path} does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PluginFailedException($"{path} cannot be read: {(e.InnerException ?? e).Message}", e);
        }
    }

    /// <summary>Parses a value unless it is the one that was parsed last: members of one object are read one after the other.</summary>
    public JsonDocument Recent(JsonSlice slice)
    {
        var recent = _recent;
        if (recent is null || recent.Start != slice.Start || recent.Length != slice.Length)
            _recent = recent = new ParsedSlice(slice.Start, slice.Length, slice.Parse());
        return recent.Document;
    }

    /// <summary>JSON, but not the JSON that was expected.</summary>
    public PluginFailedException Wrong(string why) => new($"{path} is no {kind}: {why}");

    /// <summary>The place of a byte, for people: both numbers count from 1, and bytes count within the line.</summary>
    public string Place(int position)
    {
        var before = bytes.Span[..position];
        return Place(before.Count((byte)'\n'), position - before.LastIndexOf((byte)'\n') - 1);
    }

    /// <summary>The error for a file that the JSON reader gave up on. Its own message quotes the file, which may hold secrets.</summary>
    public PluginFailedException NoJson(JsonException error)
    {
        if (bytes.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0) return new($"{path} is empty.");

        // Once more as if more were to come, and at any depth: then only mistakes are errors.
        var anyDepth = new JsonReaderState(new JsonReaderOptions { MaxDepth = int.MaxValue });
        var reader = new Utf8JsonReader(bytes.Span, isFinalBlock: false, anyDepth);
        try
        {
            while (reader.Read()) { }
            return new(reader is { CurrentDepth: 0, TokenType: JsonTokenType.EndObject or JsonTokenType.EndArray }
                ? $"{path} is nested deeper than {MaxDepth} levels at {Place(error)}."
                : $"{path} is cut off: it ends at {Place(bytes.Length)}, in the middle of its JSON.");
        }
        catch (JsonException mistake)
        {
            return new($"{path} is no JSON: the first mistake is at {Place(mistake)}.");
        }
    }

    string Place(JsonException error) => Place((int)(error.LineNumber ?? 0), (int)(error.BytePositionInLine ?? 0));

    string Place(int line, int column) => $"line {line + 1}, byte {column + 1 + (line == 0 ? skipped : 0)}";

    sealed record ParsedSlice(int Start, int Length, JsonDocument Document);
}
