namespace Spaceforge.Rego;

static class MiscSignatures
{
    public static IEnumerable<BuiltinSignature> All { get; } =
    [
        new("semver.is_valid", "(any) -> boolean"),
        new("semver.compare", "(string, string) -> number"),
        new("uuid.rfc4122", "(string) -> string") { Nondeterministic = true },
        new("uuid.parse", "(string) -> object[string: any]"),
        new("trace", "(string) -> boolean"),
        new("opa.runtime", "() -> object[string: any]") { Nondeterministic = true, Provided = true },
        new("rego.metadata.chain", "() -> array[any]"),
        new("rego.metadata.rule", "() -> any"),
        new("rego.parse_module", "(string, string) -> object[string: any]") { NotBuilt = true },
        new(
            "graphql.parse",
            "(any<string, object[any: any]>, any<string, object[any: any]>) -> array<object[any: any], object[any: any]>")
        {
            NotBuilt = true,
        },
        new(
            "graphql.parse_and_verify",
            "(any<string, object[any: any]>, any<string, object[any: any]>) -> array<boolean, object[any: any], object[any: any]>")
        {
            NotBuilt = true,
        },
        new("graphql.parse_query", "(string) -> object[any: any]") { NotBuilt = true },
        new("graphql.parse_schema", "(string) -> object[any: any]") { NotBuilt = true },
        new("graphql.is_valid", "(any<string, object[any: any]>, any<string, object[any: any]>) -> boolean") { NotBuilt = true },
        new("graphql.schema_is_valid", "(any<string, object[any: any]>) -> boolean") { NotBuilt = true },
    ];
}
