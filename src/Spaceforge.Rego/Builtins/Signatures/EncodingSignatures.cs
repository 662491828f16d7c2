namespace Spaceforge.Rego;

static class EncodingSignatures
{
    public static IEnumerable<BuiltinSignature> All { get; } =
    [
        new("json.marshal", "(any) -> string"),
        new("json.marshal_with_options", "(any, object<indent: string, prefix: string, pretty: boolean>[string: any]) -> string"),
        new("json.unmarshal", "(string) -> any"),
        new("json.is_valid", "(string) -> boolean"),
        new("base64.encode", "(string) -> string"),
        new("base64.decode", "(string) -> string"),
        new("base64url.encode", "(string) -> string"),
        new("base64url.encode_no_pad", "(string) -> string"),
        new("base64url.decode", "(string) -> string"),
        new("urlquery.encode", "(string) -> string"),
        new("urlquery.decode", "(string) -> string"),
        new("hex.encode", "(string) -> string"),
        new("hex.decode", "(string) -> string"),
        new("base64.is_valid", "(string) -> boolean"),
        new("urlquery.encode_object", "(object[string: any<string, array[string], set[string]>]) -> string"),
        new("urlquery.decode_object", "(string) -> object[string: array[string]]"),
        new("yaml.marshal", "(any) -> string"),
        new("yaml.unmarshal", "(string) -> any"),
        new("yaml.is_valid", "(string) -> boolean"),
    ];
}
