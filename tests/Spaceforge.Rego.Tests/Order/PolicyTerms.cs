using Spaceforge.Tests.Shared.Properties;
using static Spaceforge.Rego.Tests.Order.Parts;

namespace Spaceforge.Rego.Tests.Order;

/// <summary>What the type checker knows of a term.</summary>
enum TermKind
{
    Any,
    Number,
    Text,
    Texts,
    Set,
    Array,
    Object,
}

/// <summary>Random terms and bodies that are safe and have no type errors.</summary>
sealed class PolicyTerms(Choices choices)
{
    // A number has one notation: of {1, 1.0}, the first is kept, as in OPA.
    static readonly string[] Numbers = ["1", "2", "0", "3", "-1", "2.50", "1e3"];
    static readonly string[] Texts = ["\"a\"", "\"b\"", "\"c\"", "\"\"", "\"é\"", "\"a/b\""];
    static readonly string[] Literals = ["true", .. Numbers, .. Texts, "false", "null"];
    static readonly string[] Fields = ["xs", "o", "s", "n"];
    List<(string Name, TermKind Kind)> _variables = [];
    int _names;
    int _withoutWildcards;

    /// <summary>The rules that terms use.</summary>
    public List<(string Name, TermKind Kind)> Rules { get; } = [];

    /// <summary>The functions of two arguments that terms use.</summary>
    public List<string> Functions { get; } = [];

    /// <summary>A document whose first fields have the types that terms expect.</summary>
    public Part Document() => AnyOrder(
        "{", ",", "}",
        [
            Fixed("\"xs\":§", JsonArray(1)), Fixed("\"o\":§", JsonObject(1)), Fixed($"\"s\":{choices.Of(Texts)}"),
            Fixed($"\"n\":{choices.Of(Numbers)}"),
        ]);

    /// <summary>The statements of a rule; their variables can be used in what is made next.</summary>
    public Part Body(string[] parameters)
    {
        _variables = [.. parameters.Select(name => (name, TermKind.Any))];
        return Fixed("{ § }", Statements(2));
    }

    /// <summary>Forgets all variables but one, and returns it; a literal if there is none.</summary>
    public string KeepOnlyOneVariable()
    {
        if (_variables.Count == 0) return choices.Of(Literals);
        _variables = [choices.Of(_variables)];
        return _variables[0].Name;
    }

    /// <summary>What has one value, whichever solutions a body has.</summary>
    public Part OneValue(int depth)
    {
        _variables = [];
        return WithoutWildcards(() => Any(depth));
    }

    public Part WithoutWildcards(Func<Part> made)
    {
        _withoutWildcards++;
        var part = made();
        _withoutWildcards--;
        return part;
    }

    public Part Literal() => Word(choices.Of(Literals));

    public Part Any(int depth)
    {
        if (_variables.Count > 0 && choices.OneIn(3)) return Word(choices.Of(_variables).Name);
        return depth == 0
            ? Literal()
            : choices.Of<Func<int, Part>>(_ => Literal(), Number, Text, Set, TextSet, Array, Object, Field, Called, Used)(depth - 1);
    }

    public Part Text(int depth) => OfKind(TermKind.Text) ?? (depth == 0 ? Word(choices.Of(Texts)) : choices.Made(
        () => Word(choices.Of(Texts)),
        () => Fixed("concat(\"-\", §)", TextSet(depth - 1)),
        () => Fixed("sprintf(\"%v\", [§])", Any(depth - 1)),
        () => Fixed("json.marshal(§)", Any(depth - 1)),
        () => Fixed("strings.replace_n({\"a\": \"b\", \"b\": \"a\", \"\\\"\": \"\"}, §)", Text(depth - 1)),
        () => Fixed("yaml.marshal(§)", Object(depth - 1)),
        () => Fixed("type_name(§)", Any(depth - 1))));

    Part Number(int depth) => OfKind(TermKind.Number) ?? (depth == 0 ? Word(choices.Of(Numbers)) : choices.Made(
        () => Word(choices.Of(Numbers)),
        () => Fixed("count(§)", Collection(depth - 1)),
        () => Fixed("sum({ x | some x in §; is_number(x) })", Collection(depth - 1)),
        () => Fixed("product([ x | some x in §; is_number(x) ])", Collection(depth - 1)),
        () => Fixed("(§ - §)", Number(depth - 1), Number(depth - 1)),
        () => Fixed("(§ * §)", Number(depth - 1), Number(depth - 1)),
        () => Fixed("(§ / §)", Number(depth - 1), Number(depth - 1))));

    Part Set(int depth) => OfKind(TermKind.Set) ?? (depth == 0 ? Items("{", "}") : choices.Made(
        () => Items("{", "}", depth),
        () => Comprehension("{", "}", depth - 1),
        () => Fixed("(§ | §)", Set(depth - 1), Set(depth - 1)),
        () => Fixed("(§ & §)", Set(depth - 1), Set(depth - 1)),
        () => Fixed("(§ - §)", Set(depth - 1), Set(depth - 1)),
        () => Fixed("union({§, §})", Set(depth - 1), Set(depth - 1)),
        () => Fixed("intersection({§, §})", Set(depth - 1), Set(depth - 1)),
        () => Fixed("object.keys(§)", Object(depth - 1)),
        () => Fixed("graph.reachable(§, §)", Object(depth - 1), TextSet(depth - 1))));

    Part TextSet(int depth) => OfKind(TermKind.Texts) ?? (depth == 0
        ? AnyOrder("{", ", ", "}", choices.Many(1, 4, () => Word(choices.Of(Texts))))
        : choices.Made(
            () => AnyOrder("{", ", ", "}", choices.Many(1, 4, () => Text(depth - 1))),
            () => Fixed("{ x | some x in §; is_string(x) }", Collection(depth - 1)),
            () => Fixed("(§ | §)", TextSet(depth - 1), TextSet(depth - 1)),
            () => Fixed("(§ - §)", TextSet(depth - 1), TextSet(depth - 1))));

    Part Array(int depth) => OfKind(TermKind.Array) ?? (depth == 0 ? InOrder("[", ", ", "]", choices.Many(1, 3, Literal)) : choices.Made(
        () => InOrder("[", ", ", "]", choices.Many(1, 3, () => Any(depth - 1))),
        () => Comprehension("[", "]", depth - 1),
        () => Fixed("[ [x, y] | walk(§, [x, y]) ]", Any(depth - 1)),
        () => Fixed("[ [x, y] | some x, y in § ]", Collection(depth - 1)),
        () => Fixed("sort(§)", Set(depth - 1)),
        () => Fixed("array.concat(§, §)", Array(depth - 1), Array(depth - 1)),
        () => Fixed("array.slice(§, 0, 2)", Array(depth - 1)),
        () => Fixed("[max(§), min(§)]", Set(depth - 1), Set(depth - 1))));

    Part Object(int depth) => OfKind(TermKind.Object) ?? (depth == 0 ? Entries(1) : choices.Made(
        () => Entries(depth),
        () => Scoped(() =>
        {
            var (name, collection) = (Fresh(), Collection(depth - 1));
            var before = _variables;
            _variables = [(name, TermKind.Any)];
            var value = WithoutWildcards(() => Any(depth - 1));
            _variables = before;
            return Fixed($"{{ {name}: § | some {name} in § }}", value, collection);
        }),
        () => Fixed("object.union(§, §)", Object(depth - 1), Object(depth - 1)),
        () => Fixed("object.union_n([§, §])", Object(depth - 1), Object(depth - 1)),
        () => Fixed("object.remove(§, §)", Object(depth - 1), TextSet(depth - 1)),
        () => Fixed("object.filter(§, §)", Object(depth - 1), TextSet(depth - 1)),
        () => Fixed("json.remove(§, §)", Object(depth - 1), TextSet(depth - 1)),
        () => Fixed("json.filter(§, §)", Object(depth - 1), TextSet(depth - 1))));

    Part Collection(int depth) => choices.Of<Func<int, Part>>(Set, Array, Object, TextSet)(depth);

    Part Items(string open, string close, int depth = 0) =>
        AnyOrder(open, ", ", close, choices.Many(1, 4, () => depth == 0 ? Literal() : Any(depth - 1)));

    Part Entries(int depth)
    {
        var keys = choices.Many(1, 4, () => choices.Of(Literals)).Distinct();
        return AnyOrder("{", ", ", "}", [.. keys.Select(key => Fixed($"{key}: §", depth == 0 ? Literal() : Any(depth - 1)))]);
    }

    Part Field(int depth) => Word($"{choices.Of("input", "data")}.{choices.Of(Fields)}{choices.Of("", ".a", ".b[0]", AnyKey)}");

    string AnyKey => _withoutWildcards > 0 ? "" : "[_]";

    Part Called(int depth) => Functions.Count == 0
        ? Literal() : Fixed($"{choices.Of(Functions)}(§, §)", Any(depth), Any(depth));

    Part Used(int depth) => Rules.Count == 0
        ? Field(depth) : Fixed($"data.test.{choices.Of(Rules).Name}{choices.Of("", "", AnyKey, "[§]")}", Any(depth));

    /// <summary>A variable, a rule or a field of the input that has the kind, sometimes.</summary>
    Part? OfKind(TermKind kind)
    {
        if (!choices.OneIn(3)) return null;
        List<string> known =
        [
            .. _variables.Where(variable => variable.Kind == kind).Select(variable => variable.Name),
            .. Rules.Where(rule => rule.Kind == kind).Select(rule => rule.Name),
            .. kind switch
            {
                TermKind.Array => ["input.xs", "data.xs"],
                TermKind.Object => ["input.o", "data.o"],
                TermKind.Text => ["input.s", "data.s"],
                TermKind.Number => ["input.n", "data.n"],
                _ => (string[])[],
            },
        ];
        return known.Count == 0 ? null : Word(choices.Of(known));
    }

    Part Comprehension(string open, string close, int depth) => Scoped(() =>
    {
        var body = Statements(depth);
        return Fixed($"{open} § | § {close}", Any(depth), body);
    });

    Part Statements(int depth) => InOrder("", "; ", "", choices.Many(1, 3, () => Statement(depth)));

    Part Statement(int depth)
    {
        switch (choices.Below(4))
        {
            case 0:
                return Declared("some § in §", TermKind.Any, Collection(depth));
            case 1:
                return Declared("some _, § in §", TermKind.Any, Collection(depth));
            case 2:
                var (kind, term) = choices.Made(
                    () => (TermKind.Any, Any(depth)), () => (TermKind.Set, Set(depth)), () => (TermKind.Number, Number(depth)),
                    () => (TermKind.Text, Text(depth)), () => (TermKind.Object, Object(depth)), () => (TermKind.Array, Array(depth)));
                return Declared("§ := §", kind, term);
            default:
                return Condition(depth);
        }
    }

    Part Declared(string format, TermKind kind, Part term)
    {
        var name = Fresh();
        _variables.Add((name, kind));
        return Fixed(format, Word(name), term);
    }

    Part Condition(int depth) => choices.Made(
        () => Holds(depth),
        // A wildcard in a negation is not safe.
        () => Fixed("not §", WithoutWildcards(() => Holds(depth))),
        () => depth == 0 ? Word("true") : Fixed("§ with § as §", Holds(depth - 1), Replaced(), Any(depth - 1)),
        () => depth == 0
            ? Word("true")
            : Fixed("not § with § as §", WithoutWildcards(() => Holds(depth - 1)), Replaced(), Any(depth - 1)),
        () => depth == 0 ? Word("true") : Scoped(() =>
        {
            var (name, collection) = (Fresh(), Collection(depth - 1));
            _variables.Add((name, TermKind.Any));
            return Fixed($"every {name} in § {{ § }}", collection, Statements(depth - 1));
        }));

    Part Holds(int depth) => choices.Made(
        () => Fixed("§ in §", Any(depth), Collection(depth)),
        () => Fixed($"§ {choices.Of("<", "<=", ">", ">=")} §", Any(depth), Any(depth)),
        () => Fixed("count(§) > §", Collection(depth), Number(0)),
        () => Fixed("§ == §", Set(depth), Set(depth)),
        () => Fixed("object.subset(§, §)", Object(depth), Object(depth)),
        () => Fixed("strings.any_prefix_match(§, §)", TextSet(depth), TextSet(depth)),
        () => Any(depth));

    Part Replaced() => Word(choices.Of(["input.xs", "input", "data.o", .. Rules.Select(rule => $"data.test.{rule.Name}"), "count"]));

    Part Scoped(Func<Part> made)
    {
        var before = _variables;
        _variables = [.. before];
        var part = made();
        _variables = before;
        return part;
    }

    string Fresh() => $"v{_names++}";

    Part Json(int depth) => depth == 0
        ? Literal() : choices.Made(Literal, () => JsonArray(depth - 1), () => JsonObject(depth - 1));

    Part JsonArray(int depth) => InOrder("[", ",", "]", choices.Many(0, 4, () => Json(depth)));

    Part JsonObject(int depth)
    {
        var keys = choices.Many(0, 4, () => choices.Of(Texts)).Distinct();
        return AnyOrder("{", ",", "}", [.. keys.Select(key => Fixed($"{key}:§", Json(depth)))]);
    }
}
