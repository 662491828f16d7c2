namespace Spaceforge.Rego;

/// <summary>A set of modules that are checked together.</summary>
sealed class Compilation
{
    const int MostErrors = 50;
    readonly List<RegoError> errors = [];
    int nodes;

    public Compilation(IReadOnlyList<RegoModule> modules, ISet<string>? provided = null)
    {
        Modules = modules;
        Provided = provided ?? new HashSet<string>(StringComparer.Ordinal);
        Root = NewNode(null, null);
    }

    /// <summary>For a query over compiled rules, with separate errors.</summary>
    public Compilation(Compilation rules)
    {
        Modules = rules.Modules;
        Provided = rules.Provided;
        Root = rules.Root;
        nodes = rules.nodes;
        NamesOfPackages = rules.NamesOfPackages;
    }

    public IReadOnlyList<RegoModule> Modules { get; }

    /// <summary>Built-ins that the caller provides.</summary>
    public ISet<string> Provided { get; }

    public RuleTree Root { get; }

    public int NodeCount => nodes;

    public List<ResolvedRule> Rules { get; } = [];

    public IReadOnlyList<RegoError> Errors => errors;

    /// <summary>The rule names of each package, for resolving unqualified names.</summary>
    public Dictionary<string, HashSet<string>> NamesOfPackages { get; } = new(StringComparer.Ordinal);

    /// <summary>Compiles everything; problems are in <see cref="Errors"/>.</summary>
    public void Run()
    {
        foreach (var module in Modules) Declare(module);
        foreach (var module in Modules) ImportChecks.Run(this, module);
        if (errors.Count > 0) return;
        foreach (var rule in Rules.ToArray()) new Resolver(this, rule).Run();
        ConflictChecks.Run(this);
        if (errors.Count > 0) return;
        RecursionChecks.Run(this);
        if (errors.Count > 0) return;
        foreach (var rule in Rules)
        {
            for (var part = rule; part is not null; part = part.Else) new Safety(this).Run(part);
        }

        if (errors.Count > 0) return;
        TypeChecks.Run(this);
    }

    public void Error(string code, string message, RegoPlace place)
    {
        if (errors.Count < MostErrors && !errors.Exists(e => e.Place == place && e.Message == message))
        {
            errors.Add(new(code, message, place));
        }
    }

    public void Forget(int from) => errors.RemoveRange(from, errors.Count - from);

    public RuleTree At(RuleTree node, RegoValue key)
    {
        if (node.Children.TryGetValue(key, out var child)) return child;
        child = NewNode(key, node);
        node.Children.Add(key, child);
        return child;
    }

    public static string NameOf(IEnumerable<string> package) => string.Join("\0", package);

    RuleTree NewNode(RegoValue? key, RuleTree? parent) => new() { Id = nodes++, Key = key, Parent = parent };

    void Declare(RegoModule module)
    {
        var package = Root;
        foreach (var name in module.PackagePath) package = At(package, new RegoString(name));
        package.IsPackage = true;
        var key = NameOf(module.PackagePath);
        if (!NamesOfPackages.TryGetValue(key, out var names)) NamesOfPackages.Add(key, names = new(StringComparer.Ordinal));
        foreach (var rule in module.Rules)
        {
            names.Add(rule.Name);
            var node = At(package, new RegoString(rule.Name));
            var constant = 1;
            while (constant < rule.Reference.Count && Folding.Constant(rule.Reference[constant]) is { } value)
            {
                node = At(node, value);
                constant++;
            }

            var resolved = new ResolvedRule
            {
                Source = rule,
                Module = module,
                Node = node,
                Keys = [.. rule.Reference.Skip(constant)],
                Arguments = rule.Arguments
            };
            node.Rules.Add(resolved);
            Rules.Add(resolved);
        }
    }
}
