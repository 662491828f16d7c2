using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Spaceforge.Http;

/// <summary>JSON whose texts are Unicode: .NET parses others, and throws when they are read.</summary>
static class UnicodeJson
{
    /// <summary>Replaces invalid UTF-8 and escaped unpaired surrogates with U+FFFD, as Go does, and removes a byte order mark.</summary>
    /// <returns>The same bytes if there is nothing to replace; otherwise a copy.</returns>
    public static byte[] Repair(byte[] json)
    {
        if (json.AsSpan().StartsWith(Encoding.UTF8.Preamble)) json = json[Encoding.UTF8.Preamble.Length..];
        if (!Utf8.IsValid(json)) json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));

        var isCopy = false;
        for (var at = 0; json.AsSpan(at).IndexOf((byte)'\\') is >= 0 and var next;)
        {
            at += next;
            if (Surrogate(json, at) is not { } unit)
            {
                at += 2;
                if (at > json.Length) break;
                continue;
            }

            if (char.IsHighSurrogate(unit) && Surrogate(json, at + 6) is { } low && char.IsLowSurrogate(low))
            {
                at += 12;
                continue;
            }

            if (!isCopy) json = [.. json];
            isCopy = true;
            "fffd"u8.CopyTo(json.AsSpan(at + 2));
            at += 6;
        }

        return json;
    }

    static char? Surrogate(byte[] json, int at) =>
        at + 6 <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && Utf8Parser.TryParse(json.AsSpan(at + 2, 4), out ushort unit, out var length, 'x')
            && length == 4 && char.IsSurrogate((char)unit) ? (char)unit : null;
}
