using Spaceforge.Rego;
using Spaceforge.Shared.Diagnostics;

namespace Spaceforge.Shared.Policies;

/// <summary>Whether the rules that Spacelift reads are of the kinds that it wants.</summary>
sealed class RuleChecks
{
    readonly PolicyKind kind;
    readonly bool v1;
    readonly RegoModule module;
    readonly PolicyLines text;
    readonly List<PolicyFinding> findings;
    readonly HashSet<string> read = new(StringComparer.Ordinal);

    RuleChecks(PolicyKind kind, RegoModule module, PolicyLines text, List<PolicyFinding> findings)
    {
        this.kind = kind;
        v1 = module.Version == RegoVersion.V1;
        this.module = module;
        this.text = text;
        this.findings = findings;
    }

    public static void Run(PolicyKind kind, RegoVersion version, RegoModule module, PolicyLines text, List<PolicyFinding> findings) =>
        new RuleChecks(kind, module, text, findings).Run();

    void Run()
    {
        TermChecks.Visit(module, term =>
        {
            if (term is VariableTerm variable) read.Add(variable.Name);
        });
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in module.Rules)
        {
            if (rule.Name == "result") Wrong(rule, "'result' is Spacelift's own rule: give yours another name");
            else if (kind.Rule(rule.Name) is { } known) Check(rule, known);
            else if (kind.Aliases.Contains(rule.Name)) Alias(rule);
            else if (!read.Contains(rule.Name) && unknown.Add(rule.Name)) Unknown(rule);
        }
    }

    /// <summary>A rule of another type, or one that is misspelt: nothing reads it.</summary>
    void Unknown(Rule rule)
    {
        var others = PolicyKind.All.Where(other => other.Rule(rule.Name) is not null).ToArray();
        var near = Nearest.To(rule.Name, kind.Rules.Select(r => r.Name));
        if (others.Length == 0 && (near is null || rule.Arguments is not null)) return;
        var names = string.Join(", ", kind.Rules.Select(r => r.Name));
        Add(PolicyCodes.UnknownRule, PolicySeverity.Warning, rule, others.Length == 0
            ? $"A policy of the type {kind} has no rule '{rule.Name}', so it decides nothing. Did you mean '{near}'?"
            : $"A policy of the type {kind} has no rule '{rule.Name}', so it decides nothing; its rules are {names}.");
    }

    void Alias(Rule rule)
    {
        if (kind == PolicyKind.Plan && (rule.Kind != RuleKind.Multiple || rule.Arguments is not null))
        {
            Wrong(rule, $"'{rule.Name}' is Spacelift's own set of resources: give your rule another name");
        }
    }

    void Check(Rule rule, PolicyRule known)
    {
        if (rule.Arguments is not null)
        {
            Wrong(rule, $"'{rule.Name}' is a function, and Spacelift reads {Wanted(known)}");
        }
        else if (known.Shape == PolicyRuleShape.Roles)
        {
            if (rule.Kind == RuleKind.Multiple && rule.Reference.Count == 1) Wrong(rule, $"'{rule.Name}' is a set, and Spacelift reads {Wanted(known)}");
        }
        else if (known.IsSet)
        {
            CheckSet(rule, known);
        }
        else if (rule.Kind == RuleKind.Multiple || rule.Reference.Count > 1)
        {
            var shape = rule.Kind == RuleKind.Multiple ? "a set" : "an object";
            Wrong(rule, $"'{rule.Name}' is {shape}, and Spacelift reads {Wanted(known)}");
        }
        else if (rule.IsDefault)
        {
            Wrong(rule, $"Spacelift has defined the default of '{rule.Name}' already: remove it");
        }
        else
        {
            for (var part = rule; part is not null; part = part.Else)
            {
                var given = KindOf(part.Value, part.Body, 0);
                var right = known.Shape == PolicyRuleShape.Boolean ? RegoKind.Boolean : RegoKind.String;
                if (given is { } value && value != right)
                {
                    Wrong(part, $"'{rule.Name}' is {Named(value)}, and Spacelift reads {Wanted(known)}");
                }
            }
        }
    }

    void CheckSet(Rule rule, PolicyRule known)
    {
        var write = v1 ? $"{rule.Name} contains ... if {{ ... }}" : $"{rule.Name}[...] {{ ... }}";
        if (rule.IsDefault)
        {
            Wrong(rule, $"'{rule.Name}' is a set, and a set has no default: remove it");
        }
        else if (rule.Kind != RuleKind.Multiple || rule.Reference.Count > 1)
        {
            Wrong(rule, rule.Reference.Count > 1
                ? $"'{rule.Name}' is an object here, and Spacelift reads {Wanted(known)}; write '{write}'"
                : $"'{rule.Name}' is one value here, and Spacelift reads {Wanted(known)}; write '{write}'");
        }
        else if (KindOf(rule.Value, rule.Body, 0) is { } item)
        {
            var right = known.Shape == PolicyRuleShape.Texts ? RegoKind.String : RegoKind.Object;
            if (item != right) Wrong(rule, $"'{rule.Name}' has {Named(item)} in it, and Spacelift reads {Wanted(known)}", rule.Value.Place);
            else if (right == RegoKind.Object) Keys(rule, known);
        }
    }

    void Keys(Rule rule, PolicyRule known)
    {
        if (Object(rule.Value, rule.Body) is not { } members) return;
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in members.Members)
        {
            if (key is not ConstantTerm { Value: RegoString name }) return;
            given.Add(name.Value);
            if (!known.Keys.TryGetValue(name.Value, out var wanted))
            {
                Wrong(rule, $"'{rule.Name}' has no key '{name.Value}'; its keys are {string.Join(", ", known.Keys.Keys)}", key.Place);
                continue;
            }

            if (KindOf(value, rule.Body, 0) is { } kindOfValue && !Fits(kindOfValue, wanted.TrimEnd('!')))
            {
                Wrong(rule, $"'{name.Value}' of '{rule.Name}' is {Named(kindOfValue)}, and Spacelift reads {PolicyRule.Named(wanted)}", value.Place);
            }
        }

        foreach (var wanted in known.Keys.Where(k => k.Value[k.Value.Length - 1] == '!').Select(k => k.Key))
        {
            if (!given.Contains(wanted)) Wrong(rule, $"'{rule.Name}' needs the key '{wanted}'", members.Place);
        }
    }

    static bool Fits(RegoKind given, string wanted) => wanted switch
    {
        "text" => given == RegoKind.String,
        "number" => given == RegoKind.Number,
        "object" => given == RegoKind.Object,
        _ => given is RegoKind.Array or RegoKind.Set,
    };

    static ObjectTerm? Object(Term term, Body body) => term switch
    {
        ObjectTerm members => members,
        VariableTerm variable => Assigned(variable.Name, body) as ObjectTerm,
        _ => null,
    };

    /// <summary>What a term certainly gives, or null.</summary>
    static RegoKind? KindOf(Term term, Body body, int depth) => term switch
    {
        ConstantTerm constant => constant.Value.Kind,
        ArrayTerm => RegoKind.Array,
        SetTerm => RegoKind.Set,
        ObjectTerm => RegoKind.Object,
        TemplateTerm => RegoKind.String,
        ComprehensionTerm comprehension => comprehension.Kind,
        CallTerm { Name: "equal" or "neq" or "lt" or "lte" or "gt" or "gte" } => RegoKind.Boolean,
        CallTerm { Target: { } target } when TermNames.Dotted(target) is { } name => Result(name),
        VariableTerm variable when depth < 4 && Assigned(variable.Name, body) is { } value => KindOf(value, body, depth + 1),
        _ => null,
    };

    static RegoKind? Result(string builtin) => BuiltinSignatures.Find(builtin) is not { Relation: false } signature ? null
        : signature.Result?.Kind switch
        {
            TypeKind.Boolean => RegoKind.Boolean,
            TypeKind.Number => RegoKind.Number,
            TypeKind.String => RegoKind.String,
            TypeKind.Array => RegoKind.Array,
            TypeKind.Object => RegoKind.Object,
            TypeKind.Set => RegoKind.Set,
            _ => null,
        };

    static Term? Assigned(string name, Body body) => body.Expressions.OfType<UnifyExpression>()
        .FirstOrDefault(u => !u.Negated && u.Left is VariableTerm left && left.Name == name)?.Right;

    static string Wanted(PolicyRule rule) => rule.Shape switch
    {
        PolicyRuleShape.Boolean => "true or false",
        PolicyRuleShape.Text => "a string",
        PolicyRuleShape.Texts => "a set of strings",
        PolicyRuleShape.Objects => "a set of objects",
        _ => "an object of spaces with the slugs of their roles",
    };

    static string Named(RegoKind kind) => kind switch
    {
        RegoKind.Null => "null",
        RegoKind.Array => "an array",
        RegoKind.Object => "an object",
        _ => $"a {kind.ToString().ToLowerInvariant()}",
    };

    void Wrong(Rule rule, string message, RegoPlace? place = null) =>
        Add(PolicyCodes.RuleValue, PolicySeverity.Error, rule, message + ".", place);

    void Add(string code, PolicySeverity severity, Rule rule, string message, RegoPlace? place = null)
    {
        var (line, column) = place is { Line: > 0 } known ? (known.Line, known.Column) : (rule.Place.Line, rule.Place.Column);
        if (findings.Exists(f => f.Code == code && f.Line == line && f.Column == column)) return;
        findings.Add(new()
        {
            Code = code,
            Severity = severity,
            Message = message,
            Line = line,
            Column = column,
            Length = text.WordAt(line, column),
        });
    }
}
