using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Spaceforge.Rego;

/// <summary>Hashes and MACs of strings, as hexadecimal digits.</summary>
[SuppressMessage("Security", "CA5350", Justification = "Policies ask for it by name.")]
[SuppressMessage("Security", "CA5351", Justification = "Policies ask for it by name.")]
static class CryptoBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("crypto.md5", (context, arguments) => Hash(context, arguments, MD5.HashData));
        table.Add("crypto.sha1", (context, arguments) => Hash(context, arguments, SHA1.HashData));
        table.Add("crypto.sha256", (context, arguments) => Hash(context, arguments, SHA256.HashData));
        table.Add("crypto.hmac.md5", (context, arguments) => Mac(context, arguments, HMACMD5.HashData));
        table.Add("crypto.hmac.sha1", (context, arguments) => Mac(context, arguments, HMACSHA1.HashData));
        table.Add("crypto.hmac.sha256", (context, arguments) => Mac(context, arguments, HMACSHA256.HashData));
        table.Add("crypto.hmac.sha512", (context, arguments) => Mac(context, arguments, HMACSHA512.HashData));
        table.Add("crypto.hmac.equal", static (_, arguments) => RegoBoolean.Of(CryptographicOperations.FixedTimeEquals(
            GoBytes.Of(Operands.Text(arguments, 0)), GoBytes.Of(Operands.Text(arguments, 1)))));
    }

    static byte[] Bytes(BuiltinContext context, RegoValue[] arguments, int index)
    {
        var text = Operands.Text(arguments, index);
        context.Spend(text.Length / 64);
        return GoBytes.Of(text);
    }

    static RegoString Hash(BuiltinContext context, RegoValue[] arguments, Func<byte[], byte[]> hash) =>
        new(Convert.ToHexStringLower(hash(Bytes(context, arguments, 0))));

    static RegoString Mac(BuiltinContext context, RegoValue[] arguments, Func<byte[], byte[], byte[]> hash)
    {
        var message = Bytes(context, arguments, 0);
        return new(Convert.ToHexStringLower(hash(Bytes(context, arguments, 1), message)));
    }
}
