using System.Numerics;
using System.Security.Cryptography;

namespace Spaceforge.Rego;

/// <summary>Signatures according to RFC 8032, which .NET supports on few platforms. Signing is not constant-time, which is
/// acceptable because policies have no attacker who could measure it.</summary>
static class Ed25519
{
    static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");
    static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);
    static readonly Point Base = Decode(Convert.FromHexString("5866666666666666666666666666666666666666666666666666666666666666"))!.Value;

    readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T);

    public static bool Verify(byte[] key, byte[] message, byte[] signature)
    {
        if (key.Length != 32 || signature.Length != 64 || Decode(key) is not { } a)
            return false;
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true);
        if (s >= L)
            return false;
        byte[] hashed = [.. signature[..32], .. key, .. message];
        var k = new BigInteger(SHA512.HashData(hashed), isUnsigned: true) % L;
        // R = sB - kA, compared in encoded form.
        var negated = a with { X = Mod(-a.X), T = Mod(-a.T) };
        return Encode(Add(Multiply(Base, s), Multiply(negated, k))).AsSpan().SequenceEqual(signature.AsSpan(0, 32));
    }

    /// <summary>Signs with the 32 bytes of a private key; returns null if the length is wrong.</summary>
    public static byte[]? Sign(byte[] privateKey, byte[] message)
    {
        if (privateKey.Length != 32)
            return null;
        var hash = SHA512.HashData(privateKey);
        hash[0] &= 0xF8;
        hash[31] = (byte)((hash[31] & 0x7F) | 0x40);
        var scalar = new BigInteger(hash.AsSpan(0, 32), isUnsigned: true);
        var key = Encode(Multiply(Base, scalar));
        byte[] nonceInput = [.. hash[32..], .. message];
        var nonce = new BigInteger(SHA512.HashData(nonceInput), isUnsigned: true) % L;
        var r = Encode(Multiply(Base, nonce));
        byte[] hashed = [.. r, .. key, .. message];
        var k = new BigInteger(SHA512.HashData(hashed), isUnsigned: true) % L;
        var s = new byte[32];
        ((nonce + (k * scalar)) % L).TryWriteBytes(s, out _, isUnsigned: true);
        return [.. r, .. s];
    }

    static BigInteger Mod(BigInteger value) => value % P is var rest && rest.Sign < 0 ? rest + P : rest;

    static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), P - 2, P);

    static Point Add(Point p, Point q)
    {
        var a = Mod((p.Y - p.X) * (q.Y - q.X));
        var b = Mod((p.Y + p.X) * (q.Y + q.X));
        var c = Mod(2 * p.T * q.T % P * D);
        var d = Mod(2 * p.Z * q.Z);
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
    }

    static Point Multiply(Point point, BigInteger by)
    {
        var result = new Point(0, 1, 1, 0);
        for (; by.Sign > 0; by >>= 1)
        {
            if (!by.IsEven)
                result = Add(result, point);
            point = Add(point, point);
        }

        return result;
    }

    static Point? Decode(byte[] bytes)
    {
        byte[] masked = [.. bytes];
        var odd = (masked[31] & 0x80) != 0;
        masked[31] &= 0x7F;
        var y = new BigInteger(masked, isUnsigned: true);
        if (y >= P)
            return null;
        var squared = Mod((y * y - 1) * Inverse(D * y * y + 1));
        var x = BigInteger.ModPow(squared, (P + 3) / 8, P);
        if (Mod(x * x - squared) != 0)
            x = Mod(x * RootOfMinusOne);
        if (Mod(x * x - squared) != 0 || (x.IsZero && odd))
            return null;
        if (x.IsEven == odd)
            x = P - x;
        return new(x, y, 1, Mod(x * y));
    }

    static byte[] Encode(Point point)
    {
        var inverse = Inverse(point.Z);
        var (x, y) = (Mod(point.X * inverse), Mod(point.Y * inverse));
        var bytes = new byte[32];
        y.TryWriteBytes(bytes, out _, isUnsigned: true);
        if (!x.IsEven)
            bytes[31] |= 0x80;
        return bytes;
    }
}
