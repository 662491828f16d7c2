using System.Runtime.CompilerServices;

namespace Spaceforge.Rego;

/// <summary>Resolves the names in a rule to variables, other rules, imports and built-ins.</summary>
sealed partial class Resolver
{
    readonly Compilation compilation;
    readonly RegoModule? module;
    readonly HashSet<string> names;
    readonly Dictionary<string, Import> imports = new(StringComparer.Ordinal);
    readonly List<Scope> scopes = [];
    readonly Dictionary<string, Variable> free = new(StringComparer.Ordinal);
    readonly ResolvedRule? rule;
    readonly List<(IReadOnlyList<RegoValue?> Path, RegoPlace Place)> queryReads = [];
    ResolvedRule? part;
    int slots;

    public Resolver(Compilation compilation, ResolvedRule rule)
        : this(compilation, rule.Module) => this.rule = rule;

    Resolver(Compilation compilation, RegoModule? module)
    {
        this.compilation = compilation;
        this.module = module;
        names = module is not null && compilation.NamesOfPackages.TryGetValue(Compilation.NameOf(module.PackagePath), out var known)
            ? known : [];
        foreach (var import in module?.Imports ?? []) imports[import.Name] = import;
    }

    public void Run()
    {
        var source = rule!.Source;
        part = rule;
        while (true)
        {
            scopes.Clear();
            free.Clear();
            slots = 0;
            Resolve(part, source);
            part.Slots = slots;
            if (source.Else is null) return;
            source = source.Else;
            part = part.Else = new()
            {
                Source = source,
                Module = rule.Module,
                Node = rule.Node,
                Keys = [.. rule.Source.Reference.Skip(rule.Source.Reference.Count - rule.Keys.Count)]
            };
        }
    }

    /// <summary>A query, with the names of its variables.</summary>
    public static (Body Body, int Slots, List<Variable> Variables) Query(Compilation compilation, Body query)
    {
        var resolver = new Resolver(compilation, (RegoModule?)null);
        var body = resolver.Open(query);
        var scope = resolver.scopes[resolver.scopes.Count - 1];
        List<Variable> variables = [.. resolver.free.Values, .. scope.Variables.Values];
        return (body, resolver.slots, variables);
    }

    void Resolve(ResolvedRule target, Rule source)
    {
        List<Expression> first = [];
        if (source.Arguments is { } arguments)
        {
            var scope = new Scope { IsArguments = true };
            scopes.Add(scope);
            foreach (var argument in arguments) DeclareArguments(argument, scope);
            target.Arguments = [.. arguments.Select(a => Argument(a, first))];
        }

        var body = Open(source.Body);
        if (first.Count > 0) body.Expressions = [.. first, .. body.Expressions];
        target.Body = body;
        var start = source.Reference.Count - target.Keys.Count;
        target.Keys = [.. source.Reference.Skip(start).Select(Resolve)];
        target.Value = Resolve(source.Value);
        Close();
    }

    void DeclareArguments(Term term, Scope scope)
    {
        switch (term)
        {
            case VariableTerm { IsWildcard: false } variable:
                if (!scope.Variables.ContainsKey(variable.Name) && variable.Name is not ("input" or "data"))
                {
                    var argument = NewVariable(variable.Name, variable.Place, declared: true);
                    scope.Variables.Add(variable.Name, argument);
                    part!.Bound.Add(argument);
                }

                break;
            case ArrayTerm array:
                foreach (var item in array.Items) DeclareArguments(item, scope);
                break;
            case ObjectTerm members:
                foreach (var (_, value) in members.Members) DeclareArguments(value, scope);
                break;
        }
    }

    /// <summary>An argument that is not just a pattern is compared in the body.</summary>
    Term Argument(Term term, List<Expression> first)
    {
        if (IsPattern(term))
        {
            var pattern = Resolve(term);
            if (pattern is VariableTerm { Variable: { Wildcard: true } wildcard }) part!.Bound.Add(wildcard);
            if (pattern is not (VariableTerm or ConstantTerm)) BindWildcards(pattern);
            return pattern;
        }

        var variable = NewVariable("_", term.Place, declared: true);
        part!.Bound.Add(variable);
        var name = new VariableTerm { Place = term.Place, Name = "_", Variable = variable };

        first.Add(new UnifyExpression { Place = term.Place, Left = name, Right = Resolve(term) });
        return name;

        void BindWildcards(Term pattern) => TermWalk.Visit(pattern, t =>
        {
            if (t is VariableTerm { Variable: { Wildcard: true } inner }) part!.Bound.Add(inner);
        });
    }

    bool IsPattern(Term term) => term switch
    {
        ConstantTerm => true,
        VariableTerm variable => variable.IsWildcard || variable.Name is not ("input" or "data"),
        ArrayTerm array => array.Items.All(IsPattern),
        ObjectTerm members => members.Members.All(m => m.Key is ConstantTerm && IsPattern(m.Value)),
        _ => false,
    };

    /// <summary>Opens the scope of a body; its head is resolved before <see cref="Close"/>.</summary>
    Body Open(Body body)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var scope = new Scope();
        foreach (var expression in body.Expressions) Pending(expression, scope);
        scopes.Add(scope);
        var expressions = new List<Expression>(body.Expressions.Count);
        foreach (var expression in body.Expressions)
        {
            if (Resolve(expression, scope) is { } resolved) expressions.Add(resolved);
        }

        return new() { Expressions = expressions };
    }

    void Close()
    {
        var scope = scopes[scopes.Count - 1];
        foreach (var declared in scope.Some)
        {
            if (!declared.Used) compilation.Error("rego_compile_error", $"declared var {declared.Name} unused", declared.Place);
        }

        scopes.RemoveAt(scopes.Count - 1);
    }

    static void Pending(Expression expression, Scope scope)
    {
        switch (expression)
        {
            case UnifyExpression { Assign: true } assign:
                Names(assign.Left, scope.Pending);
                break;
            case SomeExpression some:
                foreach (var variable in some.Variables) scope.Pending.Add(variable.Name);
                break;
            case SomeInExpression some:
                if (some.Key is { } key) Names(key, scope.Pending);
                Names(some.Value, scope.Pending);
                break;
        }
    }

    static void Names(Term pattern, HashSet<string> found)
    {
        switch (pattern)
        {
            case VariableTerm { IsWildcard: false } variable:
                found.Add(variable.Name);
                break;
            case ArrayTerm array:
                foreach (var item in array.Items) Names(item, found);
                break;
            case ObjectTerm members:
                foreach (var (_, value) in members.Members) Names(value, found);
                break;
        }
    }

    Expression? Resolve(Expression expression, Scope scope)
    {
        switch (expression)
        {
            case TermExpression term:
                return new TermExpression { Place = term.Place, Negated = term.Negated, Term = Resolve(term.Term), With = With(term) };
            case UnifyExpression { Assign: true } assign:
                if (assign.Left is not (VariableTerm or ArrayTerm or ObjectTerm))
                {
                    compilation.Error(
                        "rego_compile_error", $"cannot assign to {TermNames.Kind(assign.Left)}: write '==' to compare", assign.Place);
                    return null;
                }

                var with = With(assign);
                var right = Resolve(assign.Right);
                foreach (var name in NamesWithPlaces(assign.Left)) Declare(scope, name);
                return new UnifyExpression
                {
                    Place = assign.Place,
                    Negated = assign.Negated,
                    Left = Resolve(assign.Left),
                    Right = right,
                    With = with,
                    Assign = true
                };
            case UnifyExpression unify:
                return new UnifyExpression
                {
                    Place = unify.Place,
                    Negated = unify.Negated,
                    Left = Resolve(unify.Left),
                    Right = Resolve(unify.Right),
                    With = With(unify)
                };
            case SomeExpression some:
                foreach (var variable in some.Variables)
                {
                    if (variable.IsWildcard) continue;
                    if (Declare(scope, variable) is { } declared) scope.Some.Add(declared);
                }

                return null;
            case SomeInExpression some:
                var domain = Resolve(some.Domain);
                var modifiers = With(some);
                foreach (var name in NamesWithPlaces(some.Key).Concat(NamesWithPlaces(some.Value))) Declare(scope, name);

                return new SomeInExpression
                {
                    Place = some.Place,
                    Key = some.Key is { } key ? Resolve(key) : null,
                    Value = Resolve(some.Value),
                    Domain = domain,
                    With = modifiers,
                };
            case EveryExpression every:
                return Every(every);
            default:
                throw new InvalidOperationException();
        }
    }

    EveryExpression Every(EveryExpression every)
    {
        var domain = Resolve(every.Domain);
        var with = With(every);
        var scope = new Scope();
        scopes.Add(scope);
        VariableTerm? key = null;
        if (every.Key is { } name) key = Named(name);
        var value = Named(every.Value);
        var body = Open(every.Body);
        Close();
        scopes.RemoveAt(scopes.Count - 1);
        return new() { Place = every.Place, Key = key, Value = value, Domain = domain, Body = body, With = with };

        VariableTerm Named(VariableTerm term)
        {
            var variable = NewVariable(term.Name, term.Place, declared: true);
            if (!term.IsWildcard) scope.Variables[term.Name] = variable;
            return new() { Place = term.Place, Name = term.Name, Variable = variable };
        }
    }

    IEnumerable<VariableTerm> NamesWithPlaces(Term? pattern) => pattern switch
    {
        VariableTerm { IsWildcard: false } variable => [variable],
        ArrayTerm array => array.Items.SelectMany(NamesWithPlaces),
        ObjectTerm members => members.Members.SelectMany(m => NamesWithPlaces(m.Value)),
        _ => [],
    };

    Variable? Declare(Scope scope, VariableTerm name)
    {
        if (scope.Variables.TryGetValue(name.Name, out var before))
        {
            compilation.Error(
                "rego_compile_error", $"var {name.Name} {(scope.Some.Contains(before) ? "declared" : "assigned")} above", name.Place);
            return null;
        }

        if (module is { Version: RegoVersion.V1 } && name.Name is "input" or "data")
        {
            compilation.Error("rego_compile_error", $"variables must not shadow {name.Name} (use a different variable name)", name.Place);
        }

        if (scopes.Count == 2 && scopes[0].IsArguments && scopes[0].Variables.ContainsKey(name.Name))
        {
            compilation.Error("rego_compile_error", $"arg {name.Name} redeclared", name.Place);
        }

        if (scope.Early.Contains(name.Name)) compilation.Error("rego_compile_error", $"var {name.Name} referenced above", name.Place);
        var variable = NewVariable(name.Name, name.Place, declared: true);
        scope.Variables.Add(name.Name, variable);
        return variable;
    }

    List<WithModifier> With(Expression expression)
    {
        var modifiers = new List<WithModifier>();
        foreach (var modifier in expression.With)
        {
            if (Target(modifier.Target) is not { } target) continue;

            // A value that is a function's name refers to the function.
            var value = FunctionName(modifier.Value, target) ?? Resolve(modifier.Value);
            modifiers.Add(new() { Place = modifier.Place, Target = target, Value = value });
        }

        return modifiers;
    }

    Variable NewVariable(string name, RegoPlace place, bool declared = false) =>
        new() { Name = name, Place = place, Slot = slots++, Declared = declared };

    sealed class Scope
    {
        /// <summary>Names declared anywhere in the body; they hide rules and imports in all of it.</summary>
        public HashSet<string> Pending { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Variable> Variables { get; } = new(StringComparer.Ordinal);

        /// <summary>Names used before their declaration.</summary>
        public HashSet<string> Early { get; } = new(StringComparer.Ordinal);

        public List<Variable> Some { get; } = [];

        public bool IsArguments { get; init; }
    }
}
