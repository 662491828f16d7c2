using System.Text;

namespace Spaceforge.Rego;

/// <summary>Base64, hex and URL encoding.</summary>
static class EncodingBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("base64.encode", (context, arguments) => Encoded(context, arguments, Convert.ToBase64String));
        table.Add("base64.decode", (context, arguments) => Decoded(context, arguments, static text => GoBase64.Decode(text, url: false)));
        table.Add("base64.is_valid", IsBase64);
        table.Add("base64url.encode", (context, arguments) => Encoded(
            context, arguments, static bytes => GoBase64.EncodeUrl(bytes, padded: true)));
        table.Add("base64url.encode_no_pad", (context, arguments) => Encoded(
            context, arguments, static bytes => GoBase64.EncodeUrl(bytes, padded: false)));
        table.Add("base64url.decode", (context, arguments) => Decoded(context, arguments, GoBase64.DecodeUrl));
        table.Add("hex.encode", (context, arguments) => Encoded(context, arguments, Convert.ToHexStringLower));
        table.Add("hex.decode", (context, arguments) => Decoded(context, arguments, DecodeHex));
        table.Add("urlquery.encode", (context, arguments) => Encoded(context, arguments, EscapeQuery));
        table.Add("urlquery.decode", (context, arguments) => Decoded(context, arguments, UnescapeQuery));
        table.Add("urlquery.encode_object", EncodeQuery);
        table.Add("urlquery.decode_object", DecodeQuery);
    }

    static RegoString Encoded(BuiltinContext context, RegoValue[] arguments, Func<byte[], string> encode)
    {
        var text = Operands.Text(arguments, 0);
        context.Spend(text.Length / 64);
        context.Reserve(text.Length * 8L);
        return Operands.Of(encode(GoBytes.Of(text)));
    }

    static RegoString Decoded(BuiltinContext context, RegoValue[] arguments, Func<string, byte[]> decode)
    {
        var text = Operands.Text(arguments, 0);
        context.Spend(text.Length / 64);
        context.Reserve(text.Length * 4L);
        try
        {
            return Operands.Of(GoBytes.Text(decode(text)));
        }
        catch (FormatException exception)
        {
            throw new BuiltinException(exception.Message);
        }
    }

    static RegoBoolean IsBase64(BuiltinContext context, RegoValue[] arguments)
    {
        if (arguments[0] is not RegoString { Value: var text })
            return RegoBoolean.False;
        context.Spend(text.Length / 64);
        try
        {
            GoBase64.Decode(text, url: false);
            return RegoBoolean.True;
        }
        catch (FormatException)
        {
            return RegoBoolean.False;
        }
    }

    static byte[] DecodeHex(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiHexDigit(text[i]))
                throw new FormatException($"encoding/hex: invalid byte: U+{(int)text[i]:X4} '{text[i]}'");
        }

        return text.Length % 2 == 0 ? Convert.FromHexString(text) : throw new FormatException("encoding/hex: odd length hex string");
    }

    public static string EscapeQuery(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var value in bytes)
        {
            if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~')
                text.Append((char)value);
            else if (value == ' ')
                text.Append('+');
            else
                text.Append('%').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    static byte[] UnescapeQuery(string text)
    {
        var bytes = GoBytes.Of(text);
        var output = new List<byte>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '%')
            {
                output.Add(bytes[i] == '+' ? (byte)' ' : bytes[i]);
                continue;
            }

            if (i + 2 >= bytes.Length || !char.IsAsciiHexDigit((char)bytes[i + 1]) || !char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                var wrong = GoBytes.Text(bytes.AsSpan(i, Math.Min(3, bytes.Length - i)));
                throw new FormatException($"invalid URL escape {GoQuote.Text(wrong)}");
            }


            output.Add(Convert.FromHexString($"{(char)bytes[i + 1]}{(char)bytes[i + 2]}")[0]);
            i += 2;
        }

        return [.. output];
    }

    static RegoString EncodeQuery(BuiltinContext context, RegoValue[] arguments)
    {
        var members = Operands.Object(arguments, 0);
        var query = new StringBuilder();
        foreach (var (key, value) in members)
        {
            var name = EscapeQuery(GoBytes.Of(key is RegoString text ? text.Value : GoJson.Write(context, key)));
            var values = value is RegoString one ? [one] : Operands.Items(value) ?? throw WrongQueryValue();
            foreach (var item in values)
            {
                if (item is not RegoString { Value: var itemText })
                    throw WrongQueryValue();
                context.Reserve(8L * (name.Length + itemText.Length + 2));
                query.Append(query.Length > 0 ? "&" : "").Append(name).Append('=').Append(EscapeQuery(GoBytes.Of(itemText)));
            }
        }

        return Operands.Of(query.ToString());
    }

    static BuiltinException WrongQueryValue() => Operands.Wrong(1, "values must be string, array[string], or set[string]");

    static RegoObject DecodeQuery(BuiltinContext context, RegoValue[] arguments)
    {
        var text = Operands.Text(arguments, 0);
        context.Spend(1 + (text.Length / 16));
        context.Reserve(text.Length * 16L);
        var values = new Dictionary<RegoValue, List<RegoValue>>();
        foreach (var pair in text.Split('&'))
        {
            if (pair.Contains(';'))
                throw new BuiltinException("invalid semicolon separator in query");
            if (pair.Length == 0)
                continue;
            var equals = pair.IndexOf('=');
            try
            {
                var key = new RegoString(GoBytes.Text(UnescapeQuery(equals < 0 ? pair : pair[..equals])));
                var value = GoBytes.Text(UnescapeQuery(equals < 0 ? "" : pair[(equals + 1)..]));
                if (!values.TryGetValue(key, out var all))
                    values[key] = all = [];
                all.Add(Operands.Of(value));
            }
            catch (FormatException exception)
            {
                throw new BuiltinException(exception.Message);
            }
        }

        return RegoObject.From(values.ToDictionary(pair => pair.Key, pair => (RegoValue)RegoArray.Wrap([.. pair.Value])));
    }
}
