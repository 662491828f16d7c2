namespace Spaceforge.Rego;

static class CryptoSignatures
{
    public static IEnumerable<BuiltinSignature> All { get; } =
    [
        new("crypto.md5", "(string) -> string"),
        new("crypto.sha1", "(string) -> string"),
        new("crypto.sha256", "(string) -> string"),
        new("crypto.hmac.md5", "(string, string) -> string"),
        new("crypto.hmac.sha1", "(string, string) -> string"),
        new("crypto.hmac.sha256", "(string, string) -> string"),
        new("crypto.hmac.sha512", "(string, string) -> string"),
        new("crypto.hmac.equal", "(string, string) -> boolean"),
        new("crypto.x509.parse_certificates", "(string) -> array[object[string: any]]") { NotBuilt = true },
        new("crypto.x509.parse_and_verify_certificates", "(string) -> array<boolean, array[object[string: any]]>") { NotBuilt = true },
        new(
            "crypto.x509.parse_and_verify_certificates_with_options",
            "(string, object[string: any]) -> array<boolean, array[object[string: any]]>")
        {
            NotBuilt = true,
        },
        new("crypto.x509.parse_certificate_request", "(string) -> object[string: any]") { NotBuilt = true },
        new("crypto.x509.parse_keypair", "(string, string) -> object[string: any]") { NotBuilt = true },
        new("crypto.x509.parse_rsa_private_key", "(string) -> object[string: any]") { NotBuilt = true },
        new("crypto.parse_private_keys", "(string) -> array[object[string: any]]") { NotBuilt = true },
        new("io.jwt.decode", "(string) -> array<object[any: any], object[any: any], string>"),
        new("io.jwt.verify_rs256", "(string, string) -> boolean"),
        new("io.jwt.verify_rs384", "(string, string) -> boolean"),
        new("io.jwt.verify_rs512", "(string, string) -> boolean"),
        new("io.jwt.verify_ps256", "(string, string) -> boolean"),
        new("io.jwt.verify_ps384", "(string, string) -> boolean"),
        new("io.jwt.verify_ps512", "(string, string) -> boolean"),
        new("io.jwt.verify_es256", "(string, string) -> boolean"),
        new("io.jwt.verify_es384", "(string, string) -> boolean"),
        new("io.jwt.verify_es512", "(string, string) -> boolean"),
        new("io.jwt.verify_eddsa", "(string, string) -> boolean"),
        new("io.jwt.verify_hs256", "(string, string) -> boolean"),
        new("io.jwt.verify_hs384", "(string, string) -> boolean"),
        new("io.jwt.verify_hs512", "(string, string) -> boolean"),
        new(
            "io.jwt.decode_verify",
            "(string, object[string: any]) -> array<boolean, object[any: any], object[any: any]>")
        {
            Nondeterministic = true,
        },
        new("io.jwt.encode_sign_raw", "(string, string, string) -> string") { Nondeterministic = true },
        new(
            "io.jwt.encode_sign",
            "(object[string: any], object[string: any], object[string: any]) -> string")
        {
            Nondeterministic = true,
        },
        new("providers.aws.sign_req", "(object[string: any], object[string: any], number) -> object[any: any]") { NotBuilt = true },
    ];
}
