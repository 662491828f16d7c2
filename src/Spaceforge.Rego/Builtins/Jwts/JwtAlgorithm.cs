using System.Security.Cryptography;

namespace Spaceforge.Rego;

/// <summary>The signature algorithm of a token: RS256 to RS512, PS256 to PS512, ES256 to ES512, HS256 to HS512, EdDSA.</summary>
sealed class JwtAlgorithm
{
    readonly string _family;
    readonly HashAlgorithmName _hash;

    JwtAlgorithm(string family, HashAlgorithmName hash) => (_family, _hash) = (family, hash);

    public static JwtAlgorithm? Find(string name)
    {
        if (name == "EdDSA")
            return new("Ed", HashAlgorithmName.SHA512);
        if (name.Length != 5 || name[..2] is not ("RS" or "PS" or "ES" or "HS"))
            return null;
        HashAlgorithmName? hash = name[2..] switch
        {
            "256" => HashAlgorithmName.SHA256,
            "384" => HashAlgorithmName.SHA384,
            "512" => HashAlgorithmName.SHA512,
            _ => null,
        };
        return hash is { } known ? new(name[..2], known) : null;
    }

    /// <summary>Also returns false if the key has the wrong type.</summary>
    public bool Verify(JwtKey key, byte[] message, byte[] signature)
    {
        try
        {
            return (_family, key) switch
            {
                ("RS", { Rsa: { } rsa }) => VerifyRsa(rsa, message, signature, RSASignaturePadding.Pkcs1),
                ("PS", { Rsa: { } rsa }) => VerifyRsa(rsa, message, signature, RSASignaturePadding.Pss),
                ("ES", { Ec: { } ec }) => VerifyEc(ec, message, signature),
                ("Ed", { Edwards: { } edwards }) => Ed25519.Verify(edwards, message, signature),
                ("HS", { Secret: { } secret }) => CryptographicOperations.FixedTimeEquals(
                    CryptographicOperations.HmacData(_hash, secret, message), signature),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Returns null if the key has the wrong type, or no private part.</summary>
    public byte[]? Sign(JwtKey key, byte[] message)
    {
        switch (_family, key)
        {
            case ("RS" or "PS", { Rsa: { D: not null } parameters }):
                using (var rsa = RSA.Create(parameters))
                    return rsa.SignData(message, _hash, _family == "RS" ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss);
            case ("ES", { Ec: { D: not null } parameters }):
                using (var ec = ECDsa.Create(parameters))
                    return ec.SignData(message, _hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            case ("Ed", { EdwardsPrivate: { } edwards }):
                return Ed25519.Sign(edwards, message);
            case ("HS", { Secret: { } secret }):
                return CryptographicOperations.HmacData(_hash, secret, message);
            default:
                return null;
        }
    }

    bool VerifyRsa(RSAParameters parameters, byte[] message, byte[] signature, RSASignaturePadding padding)
    {
        using var rsa = RSA.Create(parameters);
        return rsa.VerifyData(message, signature, _hash, padding);
    }

    bool VerifyEc(ECParameters parameters, byte[] message, byte[] signature)
    {
        var size = parameters.Q.X!.Length;
        var half = signature.Length / 2;
        if (Padded(signature[..half], size) is not { } r || Padded(signature[half..], size) is not { } s)
            return false;
        using var ec = ECDsa.Create(parameters);
        byte[] pair = [.. r, .. s];
        return ec.VerifyData(message, pair, _hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>A number with a fixed number of bytes; null if it does not fit.</summary>
    public static byte[]? Padded(byte[] number, int size)
    {
        var digits = number.AsSpan().TrimStart((byte)0);
        if (digits.Length > size)
            return null;
        var padded = new byte[size];
        digits.CopyTo(padded.AsSpan(size - digits.Length));
        return padded;
    }
}
