using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace Spaceforge.Rego;

/// <summary>An address block in CIDR notation, parsed like Go's <c>net</c>: no zones, no leading zeros, no shortened IPv4.</summary>
readonly record struct IpBlock(BigInteger First, int Prefix, bool V6)
{
    public int Bits => V6 ? 128 : 32;

    public BigInteger Last => First + (BigInteger.One << (Bits - Prefix)) - 1;

    public static IpBlock? Parse(string text)
    {
        var slash = text.IndexOf('/');
        if (slash < 0 || !TryParseAddress(text[..slash], out var address, out var v6, keepMapped: true))
            return null;
        var digits = text.AsSpan(slash + 1);
        if (digits.Length is 0 or > 3 || (digits.Length > 1 && digits[0] == '0') ||
            !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) || prefix > (v6 ? 128 : 32))
            return null;

        var host = (v6 ? 128 : 32) - prefix;
        return new((address >> host) << host, prefix, v6);
    }

    /// <summary>An address as a number; IPv4-mapped IPv6 is treated as IPv4, unless its length matters.</summary>
    public static bool TryParseAddress(string text, out BigInteger address, out bool v6, bool keepMapped = false)
    {
        (address, v6) = (default, text.Contains(':'));
        if (text.Length > 45 || !text.All(letter => char.IsAsciiHexDigit(letter) || letter is ':' or '.'))
            return false;
        var v4 = v6 ? text.LastIndexOf(':') is var colon && text.IndexOf('.') > colon ? text[(colon + 1)..] : "" : text;
        if (v4.Length > 0 && !IsV4(v4))
            return false;
        if (!IPAddress.TryParse(text, out var parsed) || (parsed.AddressFamily == AddressFamily.InterNetworkV6) != v6)
            return false;
        if (v6 && parsed.IsIPv4MappedToIPv6 && !keepMapped)
            (parsed, v6) = (parsed.MapToIPv4(), false);
        address = new(parsed.GetAddressBytes(), isUnsigned: true, isBigEndian: true);
        return true;
    }

    static bool IsV4(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(part =>
            part.Length is >= 1 and <= 3 && (part.Length == 1 || part[0] != '0') &&
            byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    public bool Contains(BigInteger address, bool v6)
    {
        // Go compares IPv4 and IPv4-mapped addresses by value.
        if (v6 == V6)
            return address >= First && address <= Last;
        return V6 && Mapped(address) is var mapped && mapped >= First && mapped <= Last;
    }

    public bool Contains(IpBlock other) => Contains(other.First, other.V6) && Contains(other.Last, other.V6);

    public bool Overlaps(IpBlock other) => Contains(other.First, other.V6) || other.Contains(First, V6);

    static BigInteger Mapped(BigInteger address) => (new BigInteger(0xFFFF) << 32) + address;

    public override string ToString() => $"{AddressText(First, V6)}/{Prefix.ToString(CultureInfo.InvariantCulture)}";

    public static string AddressText(BigInteger address, bool v6)
    {
        var bytes = new byte[v6 ? 16 : 4];
        var significant = address.ToByteArray(isUnsigned: true, isBigEndian: true);
        significant.CopyTo(bytes, bytes.Length - significant.Length);
        if (!v6)
            return string.Join('.', bytes);
        if (new IPAddress(bytes) is { IsIPv4MappedToIPv6: true } mapped)
            return mapped.MapToIPv4().ToString();
        return V6Text(bytes);
    }

    // The longest run of at least two zero groups is omitted; the first one if there are several. .NET would write dotted IPv4.
    static string V6Text(byte[] bytes)
    {
        var groups = new int[8];
        for (var i = 0; i < 8; i++)
            groups[i] = (bytes[2 * i] << 8) | bytes[2 * i + 1];
        var (start, length) = (-1, 1);
        for (var i = 0; i < 8; i++)
        {
            var end = i;
            while (end < 8 && groups[end] == 0)
                end++;
            if (end - i > length)
                (start, length) = (i, end - i);
            i = Math.Max(i, end - 1);
        }

        static string Join(IEnumerable<int> part) =>
            string.Join(':', part.Select(group => group.ToString("x", CultureInfo.InvariantCulture)));
        return start < 0 ? Join(groups) : $"{Join(groups.Take(start))}::{Join(groups.Skip(start + length))}";
    }
}
