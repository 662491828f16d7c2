using System.Text;
using System.Text.Json;

namespace Spaceforge.Rego;

/// <summary>Values from a text in JSON, without recursion.</summary>
static class JsonReading
{
    const int MostDepth = 10_000;

    /// <exception cref="FormatException">The text is not JSON.</exception>
    public static RegoValue Parse(string text)
    {
        var reader = new Utf8JsonReader(GoBytes.Of(text), new JsonReaderOptions { MaxDepth = MostDepth });
        var open = new Stack<(List<RegoValue>? Items, Dictionary<RegoValue, RegoValue>? Members, RegoValue? Key)>();
        RegoValue? result = null;
        RegoValue? key = null;
        try
        {
            while (reader.Read())
            {
                RegoValue value;
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartArray:
                        open.Push(([], null, key));
                        continue;
                    case JsonTokenType.StartObject:
                        open.Push((null, [], key));
                        continue;
                    case JsonTokenType.PropertyName:
                        key = new RegoString(reader.GetString()!);
                        continue;
                    case JsonTokenType.EndArray or JsonTokenType.EndObject:
                        var closed = open.Pop();
                        value = closed.Items is { } items ? RegoArray.Wrap([.. items]) : RegoObject.From(closed.Members!);
                        key = closed.Key;
                        break;
                    case JsonTokenType.Number:
                        value = RegoNumber.TryParse(Encoding.UTF8.GetString(reader.ValueSpan), out var number)
                            ? number!
                            : throw new FormatException("the number is too large");
                        break;
                    case JsonTokenType.String:
                        value = Operands.Of(reader.GetString()!);
                        break;
                    case JsonTokenType.Null:
                        value = RegoNull.Value;
                        break;
                    default:
                        value = RegoBoolean.Of(reader.TokenType == JsonTokenType.True);
                        break;
                }

                if (!open.TryPeek(out var outer))
                    result = value;
                else if (outer.Items is { } list)
                    list.Add(value);
                else
                    outer.Members![key!] = value;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException(exception.Message);
        }

        return result ?? throw new FormatException("unexpected end of JSON input");
    }
}
