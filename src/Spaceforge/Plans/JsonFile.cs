using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Spaceforge.Files;

namespace Spaceforge.Plans;

/// <summary>The bytes of a JSON file. Errors say where the problem is, but never quote the file.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="kind">The expected kind: a plan or a state.</param>
/// <param name="bytes">The content without a byte order mark.</param>
/// <param name="skipped">The length of the byte order mark.</param>
sealed class JsonFile(string path, string kind, ReadOnlyMemory<byte> bytes, int skipped)
{
    // Nested modules in the configuration take three levels each, before any value begins.
    public const int MaxDepth = 1024;

    ParsedSlice? _recent;

    public ReadOnlyMemory<byte> Bytes => bytes;

    public JsonSlice All => new(this, 0, bytes.Length);

    // Less than the maximum array length, which .NET would reject with a different error.
    const int LargestFile = 2_000_000_000;

    /// <summary>Reads a file that the caller chose; links are followed.</summary>
    public static JsonFile Load(string path, string kind)
    {
        var target = NamedFile.Target(path);
        return Load(path, Path.GetDirectoryName(target) ?? target, Path.GetFileName(target), kind);
    }

    /// <summary>Reads a file from an untrusted folder: no links, and nothing that blocks or never ends.</summary>
    /// <exception cref="PluginFailedException">It does not exist, cannot be read, or is something else.</exception>
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

    /// <summary>Parses a value unless it was the last one parsed, because members of one object are read one after another.</summary>
    public JsonDocument Recent(JsonSlice slice)
    {
        var recent = _recent;
        if (recent is null || recent.Start != slice.Start || recent.Length != slice.Length)
            _recent = recent = new ParsedSlice(slice.Start, slice.Length, slice.Parse());
        return recent.Document;
    }

    /// <summary>The file is JSON, but not the expected kind.</summary>
    public PluginFailedException Wrong(string why) => new($"{path} is not a {kind}: {why}");

    /// <summary>Checks that all of it is UTF-8. .NET checks a text only when it is asked for, and then names no file.</summary>
    public void CheckText()
    {
        var all = bytes.Span;
        if (Utf8.IsValid(all)) return;

        var position = 0;
        while (Rune.DecodeFromUtf8(all[position..], out _, out var length) == OperationStatus.Done) position += length;
        throw new PluginFailedException($"{path} is not valid UTF-8 at {Place(position)}.");
    }

    /// <summary>The location of a byte for people: line and byte both start at 1, and bytes count within the line.</summary>
    public string Place(int position)
    {
        var before = bytes.Span[..position];
        return Place(before.Count((byte)'\n'), position - before.LastIndexOf((byte)'\n') - 1);
    }

    /// <summary>The error for a file that cannot be parsed. The JSON reader quotes the file, which may contain secrets.</summary>
    public PluginFailedException NoJson(JsonException error)
    {
        if (bytes.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0) return new($"{path} is empty.");

        // Parsed again as if more data would follow, and at any depth, so that only syntax errors are errors.
        var anyDepth = new JsonReaderState(new JsonReaderOptions { MaxDepth = int.MaxValue });
        var reader = new Utf8JsonReader(bytes.Span, isFinalBlock: false, anyDepth);
        try
        {
            while (reader.Read()) { }
            return new(reader is { CurrentDepth: 0, TokenType: JsonTokenType.EndObject or JsonTokenType.EndArray }
                ? $"{path} is nested deeper than {MaxDepth} levels at {Place(error)}."
                : $"{path} is truncated: it ends at {Place(bytes.Length)}, in the middle of its JSON.");
        }
        catch (JsonException mistake)
        {
            return new($"{path} is not valid JSON: the first error is at {Place(mistake)}.");
        }
    }

    string Place(JsonException error) => Place((int)(error.LineNumber ?? 0), (int)(error.BytePositionInLine ?? 0));

    string Place(int line, int column) => $"line {line + 1}, byte {column + 1 + (line == 0 ? skipped : 0)}";

    sealed record ParsedSlice(int Start, int Length, JsonDocument Document);
}
