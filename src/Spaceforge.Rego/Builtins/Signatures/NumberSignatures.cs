namespace Spaceforge.Rego;

static class NumberSignatures
{
    public static IEnumerable<BuiltinSignature> All { get; } =
    [
        new("round", "(number) -> number"),
        new("ceil", "(number) -> number"),
        new("floor", "(number) -> number"),
        new("abs", "(number) -> number"),
        new("bits.or", "(number, number) -> number"),
        new("bits.and", "(number, number) -> number"),
        new("bits.xor", "(number, number) -> number"),
        new("bits.lsh", "(number, number) -> number"),
        new("bits.rsh", "(number, number) -> number"),
        new("bits.negate", "(number) -> number"),
        new("numbers.range", "(number, number) -> array[number]"),
        new("numbers.range_step", "(number, number, number) -> array[number]"),
        new("rand.intn", "(string, number) -> number") { Nondeterministic = true, Provided = true },
        new("units.parse", "(string) -> number"),
        new("units.parse_bytes", "(string) -> number"),
        new("format_int", "(number, number) -> string"),
    ];
}
