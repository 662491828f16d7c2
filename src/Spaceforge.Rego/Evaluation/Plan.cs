namespace Spaceforge.Rego;

/// <summary>The executable rules; each is planned when it first runs.</summary>
sealed class Plan(Compilation compilation, bool traced)
{
    readonly RulesPlan?[] rules = new RulesPlan?[compilation.NodeCount];

    public Compilation Compilation => compilation;

    public int NodeCount => rules.Length;

    public bool Traced => traced;

    public RulesPlan Of(RuleTree node) => rules[node.Id] ??= new(this, node);
}

/// <summary>The rules with the same name.</summary>
sealed class RulesPlan
{
    readonly RulePlan[] all;
    readonly Dictionary<RegoValue, RulePlan[]>? byArgument;
    readonly RulePlan[] others = [];
    readonly int indexed;

    public RulesPlan(Plan plan, RuleTree node)
    {
        all = [.. node.Rules.Where(r => !r.IsDefault).Select(r => new RulePlan(plan, r))];
        Default = node.Rules.Find(r => r.IsDefault) is { } rule ? new(plan, rule) : null;
        var first = node.Rules[0];
        IsComplete = first.Keys.Count == 0 && first.Kind == RuleKind.Single;
        IsSet = node.Rules.TrueForAll(r => r.Keys.Count == 0 && r.Kind == RuleKind.Multiple) && node.Children.Count == 0;
        FirstIsEnough = Array.TrueForAll(all, r => r.Constant is not null && r.Constant == all[0].Constant);
        if (all.Length < 8 || first.Arguments is null) return;

        // Rules that differ in a constant argument are indexed by it.
        for (indexed = 0; indexed < first.Arguments.Count; indexed++)
        {
            if (all.Count(r => r.Rule.Arguments![indexed] is ConstantTerm) * 2 > all.Length) break;
        }

        if (indexed == first.Arguments.Count) return;
        others = [.. all.Where(r => r.Rule.Arguments![indexed] is not ConstantTerm)];
        byArgument = all.Where(r => r.Rule.Arguments![indexed] is ConstantTerm)
            .GroupBy(r => ((ConstantTerm)r.Rule.Arguments![indexed]).Value)
            .ToDictionary(g => g.Key, g => (RulePlan[])[.. g, .. others]);
    }

    public bool IsComplete { get; }

    public bool IsSet { get; }

    /// <summary>Whether all rules have the same constant value.</summary>
    public bool FirstIsEnough { get; }

    public RulePlan? Default { get; }

    public RulePlan[] Candidates(RegoValue[] arguments) =>
        byArgument is null ? all : byArgument.GetValueOrDefault(arguments[indexed], others);
}

/// <summary>One rule.</summary>
sealed class RulePlan(Plan plan, ResolvedRule rule)
{
    Built? built;

    public ResolvedRule Rule => rule;

    public RegoPlace Place => rule.Place;

    /// <summary>The value, if it is constant.</summary>
    public RegoValue? Constant { get; } = rule.Else is null ? (rule.Value as ConstantTerm)?.Value : null;

    public RegoValue? Value(Machine machine, RegoValue[] arguments)
    {
        for (var part = this; part is not null; part = part.Ready.Else)
        {
            machine.Step();
            var run = part.Ready;
            var frame = new Frame(run.Slots, run.Extras);
            var matches = true;
            for (var i = 0; i < run.Arguments.Length && matches; i++) matches = run.Arguments[i].Match(machine, frame, arguments[i]);
            if (!matches) continue;
            run.Block.Run(machine, frame);
            if (frame.Result is not null) return frame.Result;
        }

        return null;
    }

    /// <summary>Adds the items of a set.</summary>
    public void Gather(Machine machine, HashSet<RegoValue> items)
    {
        var run = Ready;
        run.Block.Run(machine, new(run.Slots, run.Extras) { Gathered = items });
    }

    /// <summary>Adds the values at its keys; with <paramref name="wanted"/>, only those below them.</summary>
    public void Gather(Machine machine, KeyTree tree, int at, RegoValue[]? wanted)
    {
        var run = Ready;
        run.Block.Run(machine, new(run.Slots, run.Extras) { Gathered = new Filling(tree, at, wanted) });
    }

    Built Ready => built ??= new Planner(plan).Rule(rule);

    public sealed record Built(Pattern[] Arguments, Block Block, int Slots, int Extras, RulePlan? Else);

    public sealed record Filling(KeyTree Tree, int At, RegoValue[]? Wanted);
}
