namespace Spaceforge.Rego;

static class TypeSignatures
{
    public static IEnumerable<BuiltinSignature> All { get; } =
    [
        new("is_number", "(any) -> boolean"),
        new("is_string", "(any) -> boolean"),
        new("is_boolean", "(any) -> boolean"),
        new("is_array", "(any) -> boolean"),
        new("is_set", "(any) -> boolean"),
        new("is_object", "(any) -> boolean"),
        new("is_null", "(any) -> boolean"),
        new("type_name", "(any) -> string"),
        new("to_number", "(any<null, boolean, number, string>) -> number"),
        new("cast_array", "(any) -> array[any]") { Deprecated = true },
        new("cast_set", "(any) -> set[any]") { Deprecated = true },
        new("cast_string", "(any) -> string") { Deprecated = true },
        new("cast_boolean", "(any) -> boolean") { Deprecated = true },
        new("cast_null", "(any) -> null") { Deprecated = true },
        new("cast_object", "(any) -> object[any: any]") { Deprecated = true },
    ];
}
