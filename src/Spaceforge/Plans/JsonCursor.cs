using System.Text;
using System.Text.Json;

namespace Spaceforge.Plans;

/// <summary>Reads a value in one pass, and reports the location of errors.</summary>
ref struct JsonCursor
{
    readonly JsonSlice _slice;
    readonly NamePool _names;
    Utf8JsonReader _reader;

    /// <summary>Starts at the first token of the value.</summary>
    public JsonCursor(JsonSlice slice)
    {
        _slice = slice;
        _names = new NamePool();
        _reader = new Utf8JsonReader(slice.Bytes.Span, new JsonReaderOptions { MaxDepth = JsonFile.MaxDepth });
        _reader.Read();
    }

    /// <summary>The position of the current token in the file.</summary>
    public readonly int Position => _slice.Start + (int)_reader.TokenStartIndex;

    public readonly bool IsNull => _reader.TokenType == JsonTokenType.Null;

    public readonly bool IsObject => _reader.TokenType == JsonTokenType.StartObject;

    /// <summary>The slice from a position to the end of the current token.</summary>
    public readonly JsonSlice Since(int position) =>
        new(_slice.File, position, _slice.Start + (int)_reader.BytesConsumed - position);

    /// <summary>A property's name.</summary>
    public static string Key(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name);

    public readonly PluginFailedException Missing(string what, string name, int start) =>
        _slice.File.Wrong($"{what} has no '{name}' ({_slice.File.Place(start)}).");

    public readonly PluginFailedException Wrong(string why) => _slice.File.Wrong($"{why} ({_slice.File.Place(Position)}).");

    /// <summary>Whether there is an object to read; null means no.</summary>
    public readonly bool OpenObject(string what) => Open(JsonTokenType.StartObject, what, "an object");

    /// <summary>Whether there is an array to read; null means no.</summary>
    public readonly bool OpenArray(string what) => Open(JsonTokenType.StartArray, what, "an array");

    /// <summary>Moves to the value of the object's next property.</summary>
    public bool NextProperty(out ReadOnlySpan<byte> name)
    {
        _reader.Read();
        var found = _reader.TokenType == JsonTokenType.PropertyName;
        name = !found ? default : _reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(Text("a name")) : _reader.ValueSpan;
        if (found) _reader.Read();
        return found;
    }

    /// <summary>Moves to the array's next item.</summary>
    public bool NextItem()
    {
        _reader.Read();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    public void Skip() => _reader.Skip();

    /// <summary>Skips a value and records its position; null if the value is null.</summary>
    public JsonSlice? Slice()
    {
        if (IsNull) return null;

        var position = Position;
        _reader.Skip();
        return Since(position);
    }

    public readonly string? String(string what) => IsNull ? null : Text(IsString(what));

    /// <summary>A string that is likely to occur again.</summary>
    public readonly string? Name(string what)
    {
        if (IsNull) return null;

        IsString(what);
        return _reader.ValueIsEscaped ? Text(what) : _names.Get(_reader.ValueSpan);
    }

    public string[] Names(string what)
    {
        if (!OpenArray(what)) return [];

        var names = new List<string>();
        while (NextItem()) names.Add(Name(what) ?? throw Wrong($"'{what}' has an item that is null"));
        return [.. names];
    }

    public readonly bool? Boolean(string what) => _reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Wrong($"'{what}' is neither true nor false"),
    };

    public readonly long? Number(string what)
    {
        if (IsNull) return null;

        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var number)) return number;
        throw Wrong($"'{what}' is not an integer");
    }

    /// <summary>Checks that nothing follows.</summary>
    public void End() => _reader.Read();

    readonly bool Open(JsonTokenType start, string what, string kind) =>
        !IsNull && (_reader.TokenType == start ? true : throw Wrong($"'{what}' is not {kind}"));

    readonly string IsString(string what) => _reader.TokenType == JsonTokenType.String ? what : throw Wrong($"'{what}' is not a string");

    readonly string Text(string what)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong($"'{what}' is not valid UTF-8");
        }
    }
}
