using Spaceforge.Tests.Shared.Properties;
using static Spaceforge.Rego.Tests.Order.Parts;

namespace Spaceforge.Rego.Tests.Order;

/// <summary>
/// A random policy with its input and data. A rule uses only those before it, so nothing is recursive. Rules that may conflict, such as
/// a complete rule with two values, are used by no other rule: a rule's other bodies are not evaluated once one is true, so that their
/// order decides whether a conflict in them is seen, in OPA too.
/// </summary>
sealed class AnyPolicy
{
    static readonly string[] Mistakes =
    [
        "bad if unknown", "bad if unknown(1)", "bad if { x > 1 }", "bad if count(1) > 1", "bad := 1\nbad contains 2",
        "bad if worse\nworse if bad", "default bad := 1\ndefault bad := 2", "bad(x) := x\nbad(x, y) := x",
        "bad if { some x in [1]; some x in [2] }", "bad if { x := 1; x := 2 }", "bad if { x := 1; y := z }",
        "bad := {\"a\": 1}.b", "bad if 1 == \"a\"", "bad if input.x with data.test as 1 with worse as 2",
    ];

    readonly Choices _choices;
    readonly PolicyTerms _terms;
    readonly List<Part> _rules = [];
    readonly List<string> _names = [];

    public AnyPolicy(Choices choices)
    {
        _choices = choices;
        _terms = new(choices);
        Input = _terms.Document();
        Data = _terms.Document();
        for (var i = choices.Below(7); i >= 0; i--) AddRule($"p{i}");
        if (choices.OneIn(10)) _rules.AddRange(choices.Of(Mistakes).Split('\n').Select(Word));
    }

    /// <summary>The rules that are not functions.</summary>
    public IReadOnlyList<string> Names => _names;

    public Part Input { get; }

    public Part Data { get; }

    /// <summary>The policy as so many modules, between which rules are divided at random.</summary>
    public string[] Modules(Random? order, int count = 1) =>
    [
        .. AnyOrder("", "\0", "", [.. _rules])(order).Split('\0').GroupBy(_ => order?.Next(count) ?? 0)
            .Select(rules => $"package test\n{string.Join('\n', rules)}\n"),
    ];

    public override string ToString() => $"{Modules(null)[0]}input {Input(null)}\ndata {Data(null)}";

    void AddRule(string name)
    {
        switch (_choices.Below(9))
        {
            case 0:
                Add(1, 3, $"{name} contains §", () => [_terms.Any(2)]);
                Known(name, TermKind.Set);
                break;
            case 1:
                // The number of the body is a part of the key, and the value depends on nothing but the key.
                var body = 0;
                Add(
                    1, 2, $"{name}[[#, §]] := §",
                    () => [Word(_terms.KeepOnlyOneVariable()), _terms.WithoutWildcards(() => _terms.Any(1))],
                    head => head.Replace("#", $"{body++}", StringComparison.Ordinal));
                Known(name, TermKind.Object);
                break;
            case 2:
                Add(1, 1, $"{name} := §", () => [_terms.OneValue(2)]);
                if (_choices.OneIn(2)) _rules.Add(Fixed($"default {name} := §", _terms.Literal()));
                Known(name, TermKind.Any);
                break;
            case 3:
                var value = _terms.Literal();
                Add(2, 3, $"{name} := §", () => [value]);
                Known(name, TermKind.Any);
                break;
            case 4:
                Add(1, 1, $"{name} := §", () => [_terms.OneValue(2)], otherwise: true);
                Known(name, TermKind.Any);
                break;
            case 5:
                Add(1, 2, $"{name}.{_choices.Of("x", "y")} contains §", () => [_terms.Any(1)]);
                Add(0, 2, $"{name}.z[§] contains §", () => [_terms.Text(1), _terms.Any(1)]);
                Known(name, TermKind.Object);
                break;
            case 6:
                var result = _terms.Literal();
                Add(1, 2, $"{name}(a, b) := §", () => [result], parameters: ["a", "b"]);
                if (_choices.OneIn(2)) _rules.Add(Fixed($"default {name}(_, _) := §", _terms.Literal()));
                _terms.Functions.Add(name);
                break;
            case 7:
                Add(1, 2, $"{name} := §", () => [_terms.Any(2)]);
                _names.Add(name);
                break;
            default:
                Add(1, 3, $"{name}[§] := §", () => [_terms.Text(1), _terms.Any(1)]);
                _names.Add(name);
                break;
        }
    }

    void Known(string name, TermKind kind)
    {
        _names.Add(name);
        _terms.Rules.Add((name, kind));
    }

    /// <summary>Rules with a body each, of which the head uses the variables.</summary>
    void Add(
        int fewest, int most, string head, Func<Part[]> terms, Func<string, string>? change = null, bool otherwise = false,
        string[]? parameters = null)
    {
        foreach (var rule in _choices.Many(fewest, most, Rule)) _rules.Add(rule);

        Part Rule()
        {
            var body = _terms.Body(parameters ?? []);
            Part[] parts = [.. terms(), body];
            var text = $"{change?.Invoke(head) ?? head} if §";
            return otherwise
                ? Fixed($"{text}\nelse := § if §", [.. parts, _terms.Literal(), _terms.Body([])])
                : Fixed(text, parts);
        }
    }
}
