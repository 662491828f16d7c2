namespace Spaceforge.Rego;

static class OperatorSignatures
{
    public static IEnumerable<BuiltinSignature> All { get; } =
    [
        new("eq", "(any, any) -> boolean") { Infix = "=" },
        new("assign", "(any, any) -> boolean") { Infix = ":=" },
        new("internal.member_2", "(any, any) -> boolean") { Infix = "in" },
        new("internal.member_3", "(any, any, any) -> boolean") { Infix = "in" },
        new("gt", "(any, any) -> boolean") { Infix = ">" },
        new("gte", "(any, any) -> boolean") { Infix = ">=" },
        new("lt", "(any, any) -> boolean") { Infix = "<" },
        new("lte", "(any, any) -> boolean") { Infix = "<=" },
        new("neq", "(any, any) -> boolean") { Infix = "!=" },
        new("equal", "(any, any) -> boolean") { Infix = "==" },
        new("plus", "(number, number) -> number") { Infix = "+" },
        new("minus", "(any<number, set[any]>, any<number, set[any]>) -> any<number, set[any]>") { Infix = "-" },
        new("mul", "(number, number) -> number") { Infix = "*" },
        new("div", "(number, number) -> number") { Infix = "/" },
        new("rem", "(number, number) -> number") { Infix = "%" },
        new("and", "(set[any], set[any]) -> set[any]") { Infix = "&" },
        new("or", "(set[any], set[any]) -> set[any]") { Infix = "|" },
    ];
}
