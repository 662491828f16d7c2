namespace Spaceforge.Rego;

static class CollectionSignatures
{
    public static IEnumerable<BuiltinSignature> All { get; } =
    [
        new("count", "(any<array[any], object[any: any], set[any], string>) -> number"),
        new("sum", "(any<array[number], set[number]>) -> number"),
        new("product", "(any<array[number], set[number]>) -> number"),
        new("max", "(any<array[any], set[any]>) -> any"),
        new("min", "(any<array[any], set[any]>) -> any"),
        new("sort", "(any<array[any], set[any]>) -> array[any]"),
        new("any", "(any<array[any], set[any]>) -> boolean") { Deprecated = true },
        new("all", "(any<array[any], set[any]>) -> boolean") { Deprecated = true },
        new("array.concat", "(array[any], array[any]) -> array[any]"),
        new("array.slice", "(array[any], number, number) -> array[any]"),
        new("array.reverse", "(array[any]) -> array[any]"),
        new("array.flatten", "(array[any]) -> array[any]"),
        new("intersection", "(set[set[any]]) -> set[any]"),
        new("union", "(set[set[any]]) -> set[any]"),
        new("set_diff", "(set[any], set[any]) -> set[any]") { Deprecated = true },
        new("walk", "(any) -> array<array[any], any>") { Relation = true },
        new("graph.reachable", "(object[any: any<array[any], set[any]>], any<array[any], set[any]>) -> set[any]"),
        new("graph.reachable_paths", "(object[any: any<array[any], set[any]>], any<array[any], set[any]>) -> set[array[any]]"),
    ];
}
