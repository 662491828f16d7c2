namespace Spaceforge.Rego;

/// <summary>Decodes Base64 like Go's <c>encoding/base64</c>: line breaks are skipped, and errors name the byte.</summary>
static class GoBase64
{
    /// <exception cref="FormatException">The text is not Base64.</exception>
    public static byte[] Decode(string text, bool url, bool padded = true)
    {
        var input = GoBytes.Of(text);
        var output = new List<byte>(input.Length / 4 * 3 + 3);
        var quantum = (stackalloc int[4]);
        var at = 0;
        while (true)
        {
            var count = 0;
            while (count < 4)
            {
                if (at == input.Length)
                {
                    if (count == 0)
                        return [.. output];
                    if (count == 1 || padded)
                        throw Corrupt(at - count);
                    break;
                }

                var letter = input[at++];
                if (letter is (byte)'\r' or (byte)'\n')
                    continue;
                var value = Value(letter, url);
                if (value >= 0)
                {
                    quantum[count++] = value;
                    continue;
                }

                if (letter != '=' || !padded || count < 2)
                    throw Corrupt(at - 1);
                SkipPadding(input, ref at, count);
                Flush(output, quantum, count);
                return [.. output];
            }

            Flush(output, quantum, count);
        }
    }

    static void SkipPadding(byte[] input, ref int at, int count)
    {
        if (count == 2)
        {
            while (at < input.Length && input[at] is (byte)'\r' or (byte)'\n')
                at++;
            if (at == input.Length)
                throw Corrupt(input.Length);
            if (input[at] != '=')
                throw Corrupt(at);
            at++;
        }

        while (at < input.Length && input[at] is (byte)'\r' or (byte)'\n')
            at++;
        if (at < input.Length)
            throw Corrupt(at);
    }

    static void Flush(List<byte> output, ReadOnlySpan<int> quantum, int count)
    {
        var bits = (quantum[0] << 18) | (quantum[1] << 12) | (count > 2 ? quantum[2] << 6 : 0) | (count > 3 ? quantum[3] : 0);
        output.Add((byte)(bits >> 16));
        if (count > 2)
            output.Add((byte)(bits >> 8));
        if (count > 3)
            output.Add((byte)bits);
    }

    static int Value(byte letter, bool url) => letter switch
    {
        >= (byte)'A' and <= (byte)'Z' => letter - 'A',
        >= (byte)'a' and <= (byte)'z' => letter - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => letter - '0' + 52,
        (byte)'+' when !url => 62,
        (byte)'/' when !url => 63,
        (byte)'-' when url => 62,
        (byte)'_' when url => 63,
        _ => -1,
    };

    static FormatException Corrupt(int at) => new($"illegal base64 data at input byte {at}");

    public static string EncodeUrl(ReadOnlySpan<byte> bytes, bool padded)
    {
        var text = Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_');
        return padded ? text : text.TrimEnd('=');
    }

    /// <summary>The rules of <c>base64url.decode</c>: padding may be missing.</summary>
    public static byte[] DecodeUrl(string text)
    {
        if (!text.EndsWith('='))
        {
            text += (GoBytes.Of(text).Length % 4) switch
            {
                0 => "",
                2 => "==",
                3 => "=",
                _ => throw new FormatException($"illegal base64url string: {text}"),
            };
        }

        return Decode(text, url: true);
    }
}
