namespace Spaceforge.Rego;

sealed partial class Parser
{
    const int MostChained = 2000;

    static readonly (string Symbol, string Name)[][] Operators =
    [
        [("==", "equal"), ("!=", "neq"), ("<=", "lte"), (">=", "gte"), ("<", "lt"), (">", "gt")],
        [("|", "or")],
        [("&", "and")],
        [("+", "plus"), ("-", "minus")],
        [("*", "mul"), ("/", "div"), ("%", "rem")],
    ];

    /// <summary>If set, a | at this level ends the head of a comprehension.</summary>
    bool noUnion;

    /// <summary>Parses an expression with operators; with <paramref name="members"/>, also "key, value in xs".</summary>
    Term InfixOrMember(bool members, bool single = false)
    {
        using var _ = new Level(this);
        var place = Here;
        var left = Infix(0);
        if (single) return left;
        if (members && IsSymbol(",") && future.Contains("in"))
        {
            var (start, count) = (at, errors.Count);
            at++;
            try
            {
                var value = Infix(0);
                if (IsWord("in"))
                {
                    at++;
                    return Member(place, [left, value, Infix(0)]);
                }
            }
            catch (Wrong wrong) when (!wrong.Final)
            {
                errors.RemoveRange(count, errors.Count - count);
            }

            at = start;
            return left;
        }

        var chained = 0;
        while (IsWord("in") && future.Contains("in") && !NextIsReference())
        {
            if (++chained > MostChained) throw new Wrong(Here, "too many operators in one expression");
            at++;
            left = Member(place, [left, Infix(0)]);
        }

        return left;
    }

    static CallTerm Member(RegoPlace place, Term[] arguments) =>
        new()
        {
            Place = place,
            Name = arguments.Length == 3
            ? "internal.member_3" : "internal.member_2",
            Arguments = arguments,
            Infix = true
        };

    Term Infix(int level)
    {
        if (level == Operators.Length) return Simple();
        var place = Here;
        var left = Infix(level + 1);
        var chained = 0;
        while (Current.Kind == TokenKind.Symbol && Operator(level) is { } name)
        {
            // An operator may start a line: "+ 1" cannot start an expression, but "-1" can.
            if (Current.AfterLine && name == "minus" && Ahead.Adjacent && Ahead.Kind == TokenKind.Number) break;
            if (++chained > MostChained) throw new Wrong(Here, "too many operators in one expression");
            at++;
            var right = Infix(level + 1);
            left = new CallTerm { Place = place, Name = name, Arguments = [left, right], Infix = true };
        }

        return left;
    }

    string? Operator(int level)
    {
        if (level == 1 && noUnion) return null;
        foreach (var (symbol, name) in Operators[level])
        {
            if (Current.Text == symbol) return name;
        }

        return null;
    }

    /// <summary>Parses a term without operators, followed by .a, [b] or (arguments).</summary>
    Term Simple()
    {
        using var _ = new Level(this);
        var place = Here;
        var term = Primary();
        List<Term>? path = null;
        var called = false;
        while (true)
        {
            if (IsSymbol(".") && (Current.Adjacent || Current.AfterLine == false) && Referable(term))
            {
                at++;
                if (Current.Kind != TokenKind.Name) throw Unexpected("a name after '.'");
                (path ??= []).Add(new ConstantTerm { Place = Here, Value = new RegoString(Take().Text) });
            }
            else if (IsSymbol("[") && Current.Adjacent && Referable(term))
            {
                at++;
                (path ??= []).Add(Bracketed());
                Expect("]");
            }
            else if (IsSymbol("(") && Current.Adjacent && !called && Callable(term, path))
            {
                var name = path is null ? term : new ReferenceTerm { Place = place, Head = term, Path = path };
                term = new CallTerm { Place = place, Target = name, Arguments = Arguments(")") };
                path = null;
                called = true;
            }
            else
            {
                return path is null ? term : new ReferenceTerm { Place = place, Head = term, Path = path };
            }
        }
    }

    Term Bracketed()
    {
        var outer = noUnion;
        noUnion = false;
        var term = InfixOrMember(members: false);
        noUnion = outer;
        return term;
    }

    static bool Referable(Term term) => term is VariableTerm or CallTerm or ArrayTerm or ObjectTerm or SetTerm or ComprehensionTerm;

    static bool Callable(Term term, List<Term>? path) => term is VariableTerm &&
        (path is null || path.TrueForAll(p => p is ConstantTerm { Value: RegoString }));

    Term Primary()
    {
        var place = Here;
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                at++;
                return new ConstantTerm { Place = place, Value = NumberText.Parse(token.Text) ?? RegoNumber.Zero };
            case TokenKind.Text:
                at++;
                return new ConstantTerm { Place = place, Value = new RegoString(token.Text) };
            case TokenKind.Template:
                at++;
                return Template(token, place);
            case TokenKind.Name:
                return Name(place);
            case TokenKind.Symbol:
                switch (token.Text)
                {
                    case "-" when Ahead.Kind == TokenKind.Number:
                        at++;
                        return new ConstantTerm { Place = place, Value = NumberText.Parse("-" + Take().Text) ?? RegoNumber.Zero };
                    case "(":
                        at++;
                        var outer = noUnion;
                        noUnion = false;
                        var inner = InfixOrMember(members: true);
                        noUnion = outer;
                        Expect(")");
                        return inner;
                    case "[":
                        return Array(place);
                    case "{":
                        return SetOrObject(place);
                }

                break;
        }

        throw Unexpected("a value, a name or an expression");
    }

    Term Name(RegoPlace place)
    {
        var name = Current.Text;
        switch (name)
        {
            case "true" or "false" or "null" when !NextIsReference():
                at++;
                return new ConstantTerm { Place = place, Value = name == "null" ? RegoNull.Value : RegoBoolean.Of(name == "true") };
            case "set" when Ahead is { Kind: TokenKind.Symbol, Text: "(", Adjacent: true }
                && tokens[Math.Min(at + 2, tokens.Count - 1)] is { Kind: TokenKind.Symbol, Text: ")" }:
                at += 3;
                return new ConstantTerm { Place = place, Value = RegoSet.Empty };
        }

        var called = Ahead is { Kind: TokenKind.Symbol, Adjacent: true, Text: "(" or "[" };
        if (IsKeyword(name) && !NextIsReference() && !(called && future.Contains(name)))
        {
            throw new Wrong(place, $"unexpected keyword '{name}', expected a value, a name or an expression");
        }

        Take();
        return new VariableTerm { Place = place, Name = name };
    }

    TemplateTerm Template(Token token, RegoPlace place)
    {
        using var _ = new Level(this);
        var parts = new List<(string?, Expression?)>();
        foreach (var part in token.Parts!)
        {
            if (part.Tokens is null)
            {
                parts.Add((part.Text, null));
                continue;
            }

            var inner = new Parser(this, part.Tokens);
            if (inner.Current.Kind == TokenKind.End)
            {
                throw new Wrong(inner.Here, "a template's braces are empty: write an expression, or \\{ for the brace itself");
            }
            var start = inner.Here;
            var term = inner.InfixOrMember(members: false);
            var expression = new TermExpression { Place = start, Term = term, With = inner.Withs() };
            if (inner.Current.Kind != TokenKind.End) throw inner.Unexpected("'}'");
            work = inner.work;
            parts.Add((null, expression));
        }

        return new() { Place = place, Parts = parts };
    }

    List<Term> Arguments(string close)
    {
        at++;
        var outer = noUnion;
        noUnion = false;
        var arguments = new List<Term>();
        if (!IsSymbol(close)) arguments.Add(InfixOrMember(members: false));
        Items(close, arguments);
        noUnion = outer;
        return arguments;
    }

    /// <summary>Parses the items after the first one, and the closing bracket.</summary>
    void Items(string close, List<Term> items)
    {
        while (!IsSymbol(close))
        {
            if (!IsSymbol(",")) throw Unexpected($"',' or '{close}'");
            at++;
            if (IsSymbol(close)) break;
            items.Add(InfixOrMember(members: false));
        }

        at++;
    }

    Term Array(RegoPlace place)
    {
        if (Ahead is { Kind: TokenKind.Symbol, Text: "]" })
        {
            at += 2;
            return new ConstantTerm { Place = place, Value = RegoArray.Empty };
        }

        var (outer, start, count) = (noUnion, at, errors.Count);
        noUnion = true;
        at++;
        var first = InfixOrMember(members: false);
        noUnion = false;
        if (IsSymbol("|"))
        {
            if (Comprehended("]", start, count) is { } body)
            {
                noUnion = outer;
                return new ComprehensionTerm { Place = place, Kind = RegoKind.Array, Head = first, Body = body };
            }

            first = InfixOrMember(members: false);
        }

        var items = new List<Term> { first };
        Items("]", items);
        noUnion = outer;
        return new ArrayTerm { Place = place, Items = items };
    }

    /// <summary>
    /// Parses the body after a |, or returns null if there is none: then | is a union, and parsing restarts after the opening bracket.
    /// </summary>
    Body? Comprehended(string close, int start, int count)
    {
        try
        {
            at++;
            var body = Expressions(close);
            Expect(close);
            return body;
        }
        catch (Wrong wrong) when (!wrong.Final && !MustBeComprehension(start))
        {
            errors.RemoveRange(count, errors.Count - count);
            at = start + 1;
            return null;
        }
    }

    /// <summary>Whether something follows the | that cannot be in a union: an assignment, some, a separator.</summary>
    bool MustBeComprehension(int start)
    {
        var nested = 0;
        var union = false;
        for (var i = start; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.Kind == TokenKind.Name && union && nested == 1 && token.Text is "some" or "not" or "with" or "every")
            {
                return union && nested == 1;
            }
            if (token.Kind != TokenKind.Symbol) continue;
            if (token.Text is "[" or "{" or "(") nested++;
            if (token.Text is "]" or "}" or ")" && --nested == 0) return false;
            if (nested != 1) continue;
            if (token.Text == "|") union = true;
            if (union && token.Text is ":=" or "=" or ";") return union;
        }

        return false;
    }

    Term SetOrObject(RegoPlace place)
    {
        if (Ahead is { Kind: TokenKind.Symbol, Text: "}" })
        {
            at += 2;
            return new ConstantTerm { Place = place, Value = RegoObject.Empty };
        }

        var (outer, start, count) = (noUnion, at, errors.Count);
        noUnion = true;
        at++;
        var first = InfixOrMember(members: false);
        Term term;
        if (IsSymbol(":"))
        {
            at++;
            var value = InfixOrMember(members: false);
            noUnion = false;
            if (IsSymbol("|"))
            {
                if (Comprehended("}", start, count) is { } body)
                {
                    noUnion = outer;
                    return new ComprehensionTerm { Place = place, Kind = RegoKind.Object, Key = first, Head = value, Body = body };
                }

                first = InfixOrMember(members: false);
                Expect(":");
                value = InfixOrMember(members: false);
            }

            term = new ObjectTerm { Place = place, Members = Members(first, value) };
        }
        else
        {
            noUnion = false;
            if (IsSymbol("|"))
            {
                if (Comprehended("}", start, count) is { } body)
                {
                    noUnion = outer;
                    return new ComprehensionTerm { Place = place, Kind = RegoKind.Set, Head = first, Body = body };
                }

                first = InfixOrMember(members: false);
            }

            var items = new List<Term> { first };
            Items("}", items);
            term = new SetTerm { Place = place, Items = items };
        }

        noUnion = outer;
        return term;
    }

    List<(Term Key, Term Value)> Members(Term key, Term value)
    {
        var members = new List<(Term, Term)> { (key, value) };
        while (!IsSymbol("}"))
        {
            if (!IsSymbol(",")) throw Unexpected("',' or '}'");
            at++;
            if (IsSymbol("}")) break;
            var name = InfixOrMember(members: false);
            Expect(":");
            members.Add((name, InfixOrMember(members: false)));
        }

        at++;
        return members;
    }
}
