using System.Runtime.CompilerServices;

namespace Spaceforge.Rego;

/// <summary>
/// Infers the types of rules and variables, and finds calls, comparisons and references that can never hold. An uncertain type
/// is any, so that nothing is rejected that OPA accepts.
/// </summary>
sealed class TypeChecks
{
    readonly Compilation compilation;
    readonly Dictionary<RuleTree, RegoType> known = [];
    Dictionary<Variable, RegoType> variables = [];

    TypeChecks(Compilation compilation) => this.compilation = compilation;

    public static void Run(Compilation compilation)
    {
        var checks = new TypeChecks(compilation);
        foreach (var rule in compilation.Rules)
        {
            for (var part = rule; part is not null; part = part.Else) checks.Check(part);
        }
    }

    void Check(ResolvedRule rule)
    {
        variables = [];
        foreach (var expression in rule.Body.Expressions) Check(expression);
        foreach (var key in rule.Keys) Terms(key);
        Terms(rule.Value);
    }

    void Check(Expression expression)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();

        // 'with' can replace data and functions.
        if (expression.With.Count > 0) return;
        switch (expression)
        {
            case UnifyExpression unify:
                Terms(unify.Left);
                Terms(unify.Right);
                var (left, right) = (TypeOf(unify.Left), TypeOf(unify.Right));
                if (unify.Left is VariableTerm { Variable: { } assigned } && !variables.ContainsKey(assigned) && !expression.Negated)
                {
                    variables[assigned] = right;
                }
                else if (unify.Right is VariableTerm { Variable: { } other } && !variables.ContainsKey(other) && !expression.Negated)
                {
                    variables[other] = left;
                }
                else if (!Overlap(left, right))
                {
                    compilation.Error("rego_type_error", $"match error: left is {left}, right is {right}", expression.Place);
                }

                break;
            case EveryExpression every:
                Terms(every.Domain);
                foreach (var inner in every.Body.Expressions) Check(inner);
                break;
            default:
                TermWalk.Visit(expression, Term);
                break;
        }
    }

    void Terms(Term term) => TermWalk.Visit(term, Term);

    void Term(Term term)
    {
        switch (term)
        {
            case ComprehensionTerm comprehension:
                foreach (var expression in comprehension.Body.Expressions) Check(expression);
                if (comprehension.Key is { } key) Terms(key);
                Terms(comprehension.Head);
                break;
            case CallTerm { Name: { } name } call when BuiltinSignatures.Find(name) is { } signature && name != "print":
                for (var i = 0; i < signature.Arguments.Count && i < call.Arguments.Count; i++)
                {
                    var given = TypeOf(call.Arguments[i]);
                    if (Overlap(given, signature.Arguments[i])) continue;
                    compilation.Error(
                        "rego_type_error",
                        $"{name}: invalid argument(s): argument {i + 1} is {given}, wanted {signature.Arguments[i]}",
                        call.Place);
                    break;
                }

                break;
            case ReferenceTerm reference:
                _ = TypeOf(reference, report: true);
                break;
        }
    }

    RegoType TypeOf(Term term)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return term switch
        {
            ConstantTerm constant => TypeOf(constant.Value),
            VariableTerm { Variable: { } variable } => variables.TryGetValue(variable, out var type) ? type : RegoType.Any,
            ArrayTerm array => RegoType.ArrayOf(null, [.. array.Items.Select(TypeOf)]),
            SetTerm => RegoType.SetOf(RegoType.Any),
            ObjectTerm => RegoType.ObjectOf(RegoType.Any, RegoType.Any),
            ComprehensionTerm { Kind: RegoKind.Array } => RegoType.ArrayOf(RegoType.Any),
            ComprehensionTerm { Kind: RegoKind.Set } => RegoType.SetOf(RegoType.Any),
            ComprehensionTerm => RegoType.ObjectOf(RegoType.Any, RegoType.Any),
            TemplateTerm => RegoType.String,
            CallTerm { Name: { } name } =>
                BuiltinSignatures.Find(name) is { Relation: false } signature ? signature.Result ?? RegoType.Any : RegoType.Any,
            ReferenceTerm reference => TypeOf(reference, report: false),
            _ => RegoType.Any,
        };
    }

    static RegoType TypeOf(RegoValue value) => value switch
    {
        RegoNull => RegoType.Null,
        RegoBoolean => RegoType.Boolean,
        RegoNumber => RegoType.Number,
        RegoString => RegoType.String,
        RegoArray => RegoType.ArrayOf(RegoType.Any),
        RegoSet => RegoType.SetOf(RegoType.Any),
        _ => RegoType.ObjectOf(RegoType.Any, RegoType.Any),
    };

    RegoType TypeOf(ReferenceTerm reference, bool report)
    {
        var (type, at) = (RegoType.Any, 0);
        if (reference.Head is RootTerm { IsInput: false })
        {
            var node = compilation.Root;
            while (at < reference.Path.Count && node.Rules.Count == 0
                && reference.Path[at] is ConstantTerm key && node.Children.TryGetValue(key.Value, out var child))
            {
                node = child;
                at++;
            }

            type = node.Rules.Count > 0 ? TypeOf(node) : RegoType.Any;
        }
        else if (reference.Head is VariableTerm)
        {
            type = TypeOf(reference.Head);
        }

        for (; at < reference.Path.Count; at++)
        {
            if (IsScalar(type))
            {
                if (report)
                {
                    compilation.Error(
                        "rego_type_error", $"undefined ref: {Shown(reference)}: what is before it is {type}, which has no parts",
                        reference.Place);
                }
                return RegoType.Any;
            }

            if (type.Kind != TypeKind.Array || type.Rest is null) return RegoType.Any;
            type = type.Rest;
        }

        return type;
    }

    RegoType TypeOf(RuleTree node)
    {
        if (known.TryGetValue(node, out var type)) return type;
        known[node] = RegoType.Any;
        var types = new List<RegoType>();
        foreach (var rule in node.Rules)
        {
            if (rule.Keys.Count > 0 || rule.Arguments is not null) return RegoType.Any;
            for (var part = rule; part is not null; part = part.Else)
            {
                // Values that depend on variables of their body have type any.
                types.Add(rule.Kind == RuleKind.Multiple
                    ? RegoType.SetOf(RegoType.Any) : part.Value is VariableTerm or ReferenceTerm ? RegoType.Any : TypeOf(part.Value));
            }
        }

        // Sorted, so that a message does not depend on the order of rules. The text of a single type may be long, and is not needed.
        return known[node] = RegoType.Union(types.Count < 2 ? types : types.OrderBy(type => type.ToString(), StringComparer.Ordinal));
    }

    static bool IsScalar(RegoType type) =>
        type.Kind is TypeKind.Null or TypeKind.Boolean or TypeKind.Number or TypeKind.String
            || (type.Kind == TypeKind.Union && type.Items.All(IsScalar));

    static bool Overlap(RegoType left, RegoType right)
    {
        if (left.Kind == TypeKind.Any || right.Kind == TypeKind.Any) return true;
        if (left.Kind == TypeKind.Union) return left.Items.Count == 0 || left.Items.Any(i => Overlap(i, right));
        if (right.Kind == TypeKind.Union) return right.Items.Count == 0 || right.Items.Any(i => Overlap(left, i));
        if (left.Kind != right.Kind) return false;
        if (left.Kind != TypeKind.Array || left.Rest is not null || right.Rest is not null) return true;
        return left.Items.Count == right.Items.Count && left.Items.Zip(right.Items, Overlap).All(o => o);
    }

    static string Shown(ReferenceTerm reference)
    {
        var text = reference.Head is RootTerm root ? root.IsInput ? "input" : "data" : ((VariableTerm)reference.Head).Name;
        return text + string.Concat(reference.Path.Select(
            p => p is ConstantTerm { Value: RegoString key } ? "." + key.Value : p is VariableTerm name ? $"[{name.Name}]" : "[...]"));
    }
}
