using System.Buffers.Binary;

namespace Spaceforge.Rego;

/// <summary>The information in a UUID.</summary>
static class UuidParse
{
    // From 1582, the epoch of UUIDs, to 1970, in units of 100 ns.
    const long UnixEpoch = 0x01B21DD213814000;

    public static RegoValue Parse(BuiltinContext context, RegoValue[] arguments)
    {
        var bytes = Bytes(Operands.Text(arguments, 0)) ?? throw new BuiltinException("invalid UUID format");
        var version = bytes[6] >> 4;
        var fields = new Dictionary<RegoValue, RegoValue>
        {
            [new RegoString("version")] = RegoNumber.Of(version),
            [new RegoString("variant")] = new RegoString((bytes[8] & 0xE0) switch
            {
                0xC0 => "Microsoft",
                0xE0 => "Future",
                >= 0x80 => "RFC4122",
                _ => "Reserved",
            }),
        };
        if (version is 1 or 2)
        {
            var low = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            var middle = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(4));
            var high = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(6)) & 0x0FFF;
            var time = (long)(((ulong)high << 48) | ((ulong)middle << 32) | low);
            fields[new RegoString("time")] = RegoNumber.Of(unchecked((time - UnixEpoch) * 100));
            fields[new RegoString("nodeid")] = new RegoString(string.Join('-', bytes[10..].Select(part => part.ToString("x2"))));
            fields[new RegoString("macvariables")] = new RegoString((bytes[10] & 3) switch
            {
                3 => "local:multicast",
                1 => "global:multicast",
                2 => "local:unicast",
                _ => "global:unicast",
            });
            fields[new RegoString("clocksequence")] = RegoNumber.Of(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(8)) & 0x3FFF);
            if (version == 2)
            {
                fields[new RegoString("id")] = RegoNumber.Of(low);
                fields[new RegoString("domain")] = new RegoString(bytes[9] switch
                {
                    0 => "Person",
                    1 => "Group",
                    2 => "Org",
                    var other => $"Domain{other}",
                });
            }
        }

        return RegoObject.From(fields);
    }

    // With and without hyphens, in braces, and as a URN.
    static byte[]? Bytes(string text)
    {
        if (text.Length == 45 && text.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase))
            text = text[9..];
        else if (text.Length == 38)
            text = text[1..^1];
        if (text.Length == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-')
            text = text.Replace("-", "");
        return text.Length == 32 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;
    }
}
