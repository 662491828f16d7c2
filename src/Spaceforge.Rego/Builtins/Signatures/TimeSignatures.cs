namespace Spaceforge.Rego;

static class TimeSignatures
{
    public static IEnumerable<BuiltinSignature> All { get; } =
    [
        new("time.now_ns", "() -> number") { Nondeterministic = true },
        new("time.parse_ns", "(string, string) -> number"),
        new("time.parse_rfc3339_ns", "(string) -> number"),
        new("time.parse_duration_ns", "(string) -> number"),
        new("time.format", "(any<number, array<number, string>, array<number, string, string>>) -> string"),
        new("time.date", "(any<number, array<number, string>>) -> array<number, number, number>"),
        new("time.clock", "(any<number, array<number, string>>) -> array<number, number, number>"),
        new("time.weekday", "(any<number, array<number, string>>) -> string"),
        new("time.add_date", "(number, number, number, number) -> number"),
        new(
            "time.diff",
            "(any<number, array<number, string>>, any<number, array<number, string>>) -> array<number, number, number, " +
            "number, number, number>"),
    ];
}
