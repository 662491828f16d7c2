using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spaceforge.Rego;

/// <summary>Converts between JSON and values.</summary>
public static class RegoJson
{
    const int MostDepth = 1000;
    const int MostInShape = 64;

    /// <summary>
    /// Parses a document. The last of equal keys is used. Invalid JSON, or nesting deeper than 1,000 levels, throws a JsonException.
    /// </summary>
    public static RegoValue Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>Parses a document from UTF-8.</summary>
    public static RegoValue Parse(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MostDepth });
        if (!reader.Read()) throw new JsonException("the document is empty");
        var value = new Names().Value(ref reader);
        return reader.Read() ? throw new JsonException("there is something after the document") : value;
    }

    /// <summary>Converts from System.Text.Json; null becomes Rego's null.</summary>
    public static RegoValue From(JsonNode? node) => node is null ? RegoNull.Value : Parse(node.ToJsonString());

    /// <summary>Converts to System.Text.Json: sets become sorted arrays, and keys that are not strings become their JSON.</summary>
    public static JsonNode? ToNode(RegoValue value) => JsonNode.Parse(value.ToJson(), documentOptions: new() { MaxDepth = MostDepth });

    /// <summary>Keys as written, and their sort order.</summary>
    sealed class Shape(RegoValue[] written, RegoValue[] sorted, int[] order)
    {
        public bool Is(ReadOnlySpan<RegoValue> names)
        {
            if (names.Length != written.Length) return false;
            for (var i = 0; i < names.Length; i++)
            {
                if (!ReferenceEquals(names[i], written[i])) return false;
            }

            return true;
        }

        public RegoObject Filled(ReadOnlySpan<RegoValue> items)
        {
            var values = new RegoValue[order.Length];
            for (var i = 0; i < values.Length; i++) values[i] = items[order[i]];
            return RegoObject.WrapSorted(sorted, values);
        }
    }

    /// <summary>Shares equal keys and equal key lists within a document.</summary>
    sealed class Names
    {
        readonly Dictionary<ulong, RegoString> strings = [];
        readonly Dictionary<ulong, Shape> shapes = [];
        readonly List<RegoValue> keys = [];
        readonly List<RegoValue> values = [];

        // Optimized immediately, because most processes read only one document.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public RegoValue Value(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Null:
                    return RegoNull.Value;
                case JsonTokenType.True:
                    return RegoBoolean.True;
                case JsonTokenType.False:
                    return RegoBoolean.False;
                case JsonTokenType.Number:
                    if (reader.TryGetInt64(out var number) && reader.ValueSpan[0] != '-') return RegoNumber.Of(number);
                    var text = Encoding.ASCII.GetString(reader.ValueSpan);
                    return NumberText.Parse(text)
                        ?? throw new JsonException($"the number {text[..Math.Min(text.Length, 40)]} is too large");
                case JsonTokenType.String:
                    return String(ref reader);
                case JsonTokenType.StartArray:
                    return Array(ref reader);
                default:
                    return Object(ref reader);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        RegoArray Array(ref Utf8JsonReader reader)
        {
            var start = values.Count;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) values.Add(Value(ref reader));
            var items = CollectionsMarshal.AsSpan(values)[start..].ToArray();
            values.RemoveRange(start, values.Count - start);
            return RegoArray.Wrap(items);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        RegoObject Object(ref Utf8JsonReader reader)
        {
            var (keyStart, start) = (keys.Count, values.Count);
            var shape = 14695981039346656037UL;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var key = String(ref reader);
                shape = (shape ^ (uint)RuntimeHelpers.GetHashCode(key)) * 1099511628211UL;
                keys.Add(key);
                reader.Read();
                values.Add(Value(ref reader));
            }

            var made = Made(shape, CollectionsMarshal.AsSpan(keys)[keyStart..], CollectionsMarshal.AsSpan(values)[start..]);
            keys.RemoveRange(keyStart, keys.Count - keyStart);
            values.RemoveRange(start, values.Count - start);
            return made;
        }

        RegoObject Made(ulong hash, ReadOnlySpan<RegoValue> names, ReadOnlySpan<RegoValue> items)
        {
            if (names.Length == 0) return RegoObject.Empty;
            if (names.Length <= MostInShape && shapes.TryGetValue(hash, out var known) && known.Is(names)) return known.Filled(items);
            var order = new int[names.Length];
            for (var i = 0; i < order.Length; i++) order[i] = i;
            var sorted = names.ToArray();
            System.Array.Sort(sorted, order);
            for (var i = 1; i < sorted.Length; i++)
            {
                if (!sorted[i].Equals(sorted[i - 1])) continue;
                var last = new Dictionary<RegoValue, RegoValue>();
                for (var j = 0; j < names.Length; j++) last[names[j]] = items[j];
                return RegoObject.From(last);
            }

            var shape = new Shape(names.ToArray(), sorted, order);
            if (names.Length <= MostInShape && shapes.Count < 10_000) shapes.TryAdd(hash, shape);
            return shape.Filled(items);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        RegoString String(ref Utf8JsonReader reader)
        {
            // Short strings are often repeated: types, actions, module addresses.
            var bytes = reader.ValueSpan;
            if (bytes.Length > 40 || reader.ValueIsEscaped) return new(Text(ref reader));
            var hash = 14695981039346656037UL;
            foreach (var part in bytes) hash = (hash ^ part) * 1099511628211UL;
            if (strings.TryGetValue(hash, out var known) && Same(known.Value, bytes)) return known;
            var made = new RegoString(Text(ref reader));
            if (known is null && strings.Count < 100_000) strings.Add(hash, made);
            return made;
        }

        static string Text(ref Utf8JsonReader reader)
        {
            try
            {
                return reader.GetString()!;
            }
            catch (InvalidOperationException)
            {
                throw new JsonException("a string is not valid UTF-8 or has half of a character");
            }
        }

        static bool Same(string text, ReadOnlySpan<byte> bytes)
        {
            if (text.Length != bytes.Length) return false;
            for (var i = 0; i < bytes.Length; i++)
            {
                if (text[i] != bytes[i]) return false;
            }

            return true;
        }
    }
}
