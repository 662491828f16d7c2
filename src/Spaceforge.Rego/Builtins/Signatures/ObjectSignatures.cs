namespace Spaceforge.Rego;

static class ObjectSignatures
{
    public static IEnumerable<BuiltinSignature> All { get; } =
    [
        new("json.filter", "(object[any: any], any<array[any<string, array[any]>], set[any<string, array[any]>]>) -> any"),
        new("json.remove", "(object[any: any], any<array[any<string, array[any]>], set[any<string, array[any]>]>) -> any"),
        new("json.patch", "(any, array[object<op: string, path: any>[any: any]]) -> any"),
        new("object.subset", "(any<array[any], object[any: any], set[any]>, any<array[any], object[any: any], set[any]>) -> any"),
        new("object.union", "(object[any: any], object[any: any]) -> any"),
        new("object.union_n", "(array[object[any: any]]) -> any"),
        new("object.remove", "(object[any: any], any<array[any], object[any: any], set[any]>) -> any"),
        new("object.filter", "(object[any: any], any<array[any], object[any: any], set[any]>) -> any"),
        new("object.get", "(object[any: any], any, any) -> any"),
        new("object.keys", "(object[any: any]) -> set[any]"),
        new("json.verify_schema", "(any<string, object[any: any]>) -> array<boolean, any<null, string>>") { NotBuilt = true },
        new(
            "json.match_schema",
            "(any<string, object[any: any]>, any<string, object[any: any]>) -> array<boolean, array[object<desc: string, " +
            "error: string, field: string, type: string>]>")
        {
            NotBuilt = true,
        },
    ];
}
