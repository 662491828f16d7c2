using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Spaceforge.Http;

/// <summary>Parses a server's JSON so that reading it later cannot throw.</summary>
static class JsonAnswer
{
    /// <summary>Parses a body as an object, or returns null.</summary>
    /// <param name="wrong">What is wrong with the body, if it is not an object.</param>
    public static JsonObject? Read(byte[] body, out string wrong)
    {
        wrong = body switch
        {
            [] => "it is empty",
            [(byte)'<', ..] => "it is HTML",
            _ => "it is not a JSON object",
        };
        try
        {
            var text = Mended(body);
            // JsonNode only detects duplicate keys when a key is accessed.
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException e)
        {
            if (HasDuplicates(body)) wrong = "it has a duplicate key";
            else if (e.Message.Contains("maximum configured depth", StringComparison.OrdinalIgnoreCase)) wrong = "it is nested too deeply";
            return null;
        }
    }

    static bool HasDuplicates(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(Mended(body));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Replaces invalid UTF-8 and unpaired surrogates with U+FFFD: reading them would throw.</summary>
    static byte[] Mended(byte[] body)
    {
        if (body.AsSpan().StartsWith(Encoding.UTF8.Preamble)) body = body[Encoding.UTF8.Preamble.Length..];
        if (!Utf8.IsValid(body)) body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body));

        var isCopy = false;
        for (var at = 0; body.AsSpan(at).IndexOf((byte)'\\') is >= 0 and var next;)
        {
            at += next;
            if (Surrogate(body, at) is not { } unit)
            {
                at += 2;
                if (at > body.Length) break;
                continue;
            }

            if (char.IsHighSurrogate(unit) && Surrogate(body, at + 6) is { } low && char.IsLowSurrogate(low))
            {
                at += 12;
                continue;
            }

            if (!isCopy) body = [.. body];
            isCopy = true;
            "fffd"u8.CopyTo(body.AsSpan(at + 2));
            at += 6;
        }

        return body;
    }

    static char? Surrogate(byte[] body, int at) =>
        at + 6 <= body.Length && body[at] == '\\' && body[at + 1] == 'u'
        && Utf8Parser.TryParse(body.AsSpan(at + 2, 4), out ushort unit, out var length, 'x')
            && length == 4 && char.IsSurrogate((char)unit) ? (char)unit : null;
}
