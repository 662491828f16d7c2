using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spaceforge.Rego;

/// <summary>JSON into values and back.</summary>
public static class RegoJson
{
    const int MostDepth = 1000;

    /// <summary>Reads a document. Of equal keys the last one counts. What is no JSON, or nested deeper than 1,000 levels, is a JsonException.</summary>
    public static RegoValue Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>Reads a document from UTF-8.</summary>
    public static RegoValue Parse(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MostDepth });
        if (!reader.Read()) throw new JsonException("the document is empty");
        var value = new Names().Value(ref reader);
        return reader.Read() ? throw new JsonException("there is something after the document") : value;
    }

    /// <summary>From what System.Text.Json has; null is null.</summary>
    public static RegoValue From(JsonNode? node) => node is null ? RegoNull.Value : Parse(node.ToJsonString());

    /// <summary>For System.Text.Json: sets are sorted arrays, keys that are no strings are their JSON.</summary>
    public static JsonNode? ToNode(RegoValue value) => JsonNode.Parse(value.ToJson(), documentOptions: new() { MaxDepth = MostDepth });

    /// <summary>Equal keys of a document are one string, equal lists of keys one list.</summary>
    sealed class Names
    {
        readonly Dictionary<ulong, RegoString> strings = [];
        readonly Dictionary<ulong, RegoValue[]> shapes = [];
        readonly List<RegoValue> keys = [];
        readonly List<RegoValue> values = [];

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
                    return NumberText.Parse(text) ?? throw new JsonException($"the number {text[..Math.Min(text.Length, 40)]} is too large");
                case JsonTokenType.String:
                    return String(ref reader);
                case JsonTokenType.StartArray:
                    return Array(ref reader);
                default:
                    return Object(ref reader);
            }
        }

        RegoArray Array(ref Utf8JsonReader reader)
        {
            var start = values.Count;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) values.Add(Value(ref reader));
            var items = CollectionsMarshal.AsSpan(values)[start..].ToArray();
            values.RemoveRange(start, values.Count - start);
            return RegoArray.Wrap(items);
        }

        RegoObject Object(ref Utf8JsonReader reader)
        {
            var (keyStart, start) = (keys.Count, values.Count);
            var shape = 14695981039346656037UL;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var key = String(ref reader);
                shape = (shape ^ (uint)System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key)) * 1099511628211UL;
                keys.Add(key);
                reader.Read();
                values.Add(Value(ref reader));
            }

            var made = Made(shape, CollectionsMarshal.AsSpan(keys)[keyStart..], CollectionsMarshal.AsSpan(values)[start..]);
            keys.RemoveRange(keyStart, keys.Count - keyStart);
            values.RemoveRange(start, values.Count - start);
            return made;
        }

        RegoObject Made(ulong shape, ReadOnlySpan<RegoValue> names, ReadOnlySpan<RegoValue> items)
        {
            var order = names.ToArray();
            var sorted = items.ToArray();
            System.Array.Sort(order, sorted);
            for (var i = 1; i < order.Length; i++)
            {
                if (!order[i].Equals(order[i - 1])) continue;
                var last = new Dictionary<RegoValue, RegoValue>();
                for (var j = 0; j < names.Length; j++) last[names[j]] = items[j];
                return RegoObject.From(last);
            }

            if (order.Length > 64) return RegoObject.WrapSorted(order, sorted);
            if (!shapes.TryGetValue(shape, out var known))
            {
                if (shapes.Count < 10_000) shapes.Add(shape, order);
            }
            else if (known.AsSpan().SequenceEqual(order, ReferenceEqualityComparer.Instance as IEqualityComparer<RegoValue>))
            {
                order = known;
            }

            return RegoObject.WrapSorted(order, sorted);
        }

        RegoString String(ref Utf8JsonReader reader)
        {
            // Short texts repeat: types, actions, addresses of modules.
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
