namespace Spaceforge.Rego;

static class NetworkSignatures
{
    public static IEnumerable<BuiltinSignature> All { get; } =
    [
        new("net.cidr_overlap", "(string, string) -> boolean") { Deprecated = true },
        new("net.cidr_intersects", "(string, string) -> boolean"),
        new("net.cidr_contains", "(string, string) -> boolean"),
        new(
            "net.cidr_contains_matches",
            "(any<string, array[any<string, array[any]>], object[string: any<string, array[any]>], set[any<string, " +
            "array[any]>]>, any<string, array[any<string, array[any]>], object[string: any<string, array[any]>], " +
            "set[any<string, array[any]>]>) -> set[array<any, any>]"),
        new("net.cidr_expand", "(string) -> set[string]"),
        new("net.cidr_merge", "(any<array[string], set[string]>) -> set[string]"),
        new("net.cidr_is_valid", "(string) -> boolean"),
        new("net.lookup_ip_addr", "(string) -> set[string]") { Nondeterministic = true, Provided = true },
        new("http.send", "(object[string: any]) -> object[any: any]") { Nondeterministic = true, Provided = true },
    ];
}
