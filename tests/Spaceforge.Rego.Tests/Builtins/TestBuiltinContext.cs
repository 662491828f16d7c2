namespace Spaceforge.Rego.Tests.Builtins;

/// <summary>An evaluation without policy: a fixed moment, and limits that a test sets.</summary>
sealed class TestBuiltinContext : BuiltinContext
{
    public override DateTimeOffset Now { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override Random Random { get; } = new(1);

    public long Steps { get; set; } = 100_000_000;

    public long Bytes { get; set; } = 256L << 20;

    public List<string> Printed { get; } = [];

    public Dictionary<string, Func<IReadOnlyList<RegoValue>, RegoValue?>> Allowed { get; } = [];

    public override Func<IReadOnlyList<RegoValue>, RegoValue?>? Provided(string name) => Allowed.GetValueOrDefault(name);

    public override void Print(string line) => Printed.Add(line);

    public override void Spend(long steps)
    {
        Steps -= steps;
        if (Steps < 0)
            throw new BuiltinException("out of steps") { AlwaysFails = true };
    }

    public override void Reserve(long bytes)
    {
        Bytes -= bytes;
        if (Bytes < 0)
            throw new BuiltinException("out of memory") { AlwaysFails = true };
    }
}
