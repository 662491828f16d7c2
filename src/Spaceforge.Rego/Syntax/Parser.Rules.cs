namespace Spaceforge.Rego;

sealed partial class Parser
{
    void Rules()
    {
        var place = Here;
        var isDefault = IsWord("default") && !NextIsReference();
        if (isDefault) at++;
        if (Current.Kind != TokenKind.Name) throw Unexpected("a rule: its name, then ':= VALUE' or 'if { ... }'");
        if (IsKeyword(Current.Text) && !NextIsReference()
            && !(Ahead is { Adjacent: true, Text: "[" or "(" } && future.Contains(Current.Text)))
        {
            throw new Wrong(Here, $"unexpected keyword '{Current.Text}', expected a rule");
        }

        var reference = new List<Term> { new VariableTerm { Place = Here, Name = Take().Text } };
        if (reference[0] is VariableTerm { Name: "_" }) throw new Wrong(place, "a rule needs a name: '_' is none");
        while (!Current.AfterLine)
        {
            if (IsSymbol("."))
            {
                at++;
                if (Current.Kind != TokenKind.Name) throw Unexpected("a name after '.'");
                reference.Add(new ConstantTerm { Place = Here, Value = new RegoString(Take().Text) });
            }
            else if (IsSymbol("[") && Current.Adjacent)
            {
                at++;
                reference.Add(Bracketed());
                Expect("]");
            }
            else
            {
                break;
            }
        }

        List<Term>? arguments = null;
        if (IsSymbol("(") && Current.Adjacent)
        {
            arguments = Arguments(")");
            if (arguments.Count == 0)
            {
                throw new Wrong(place, "a function takes at least one argument: without any it is a rule, leave out '()'");
            }
        }

        var (kind, value, implied) = (RuleKind.Single, (Term?)null, false);
        if (IsWord("contains") && !Current.AfterLine && !NextIsReference())
        {
            if (!future.Contains("contains"))
            {
                throw new Wrong(Here, "'contains' is a keyword of v1: write 'import rego.v1' or 'import future.keywords.contains'");
            }

            if (isDefault) throw new Wrong(Here, "default rules must have a value: 'default' and 'contains' do not go together");
            at++;
            kind = RuleKind.Multiple;
            value = InfixOrMember(members: false);
            if (arguments is not null)
            {
                throw new Wrong(
                    place, "the contains keyword can only be used with multi-value rule definitions (e.g., p contains <VALUE> if { ... })");
            }
        }
        else if (IsSymbol(":=") || (IsSymbol("=")))
        {
            at++;
            value = InfixOrMember(members: false);
        }

        if (isDefault)
        {
            if (value is null) throw Unexpected("':=' and the default value");
            if ((IsWord("if") && !NextIsReference()) || (IsSymbol("{") && !Current.AfterLine))
            {
                throw new Wrong(Here, "a default rule has no body: its value is constant");
            }
            Check(place, value, arguments, reference);
            Add(place, true, kind, reference, arguments, value, false, True(place));
            return;
        }

        var hasIf = IsWord("if") && future.Contains("if") && !NextIsReference();
        if (IsWord("if") && !hasIf && !NextIsReference())
        {
            throw new Wrong(Here, "'if' is a keyword of v1: write 'import rego.v1' or 'import future.keywords.if', or leave it out");
        }
        var hasBody = hasIf || (IsSymbol("{") && !Current.AfterLine);
        if (hasBody && !hasIf && version == RegoVersion.V1)
        {
            throw new Wrong(Here, "`if` keyword is required before rule body: write 'if {'");
        }

        if (value is null && arguments is null && reference.Count == 2 && !hasIf && version == RegoVersion.V0)
        {
            // p[x] in v0 is a set.
            kind = RuleKind.Multiple;
            value = reference[1];
            reference.RemoveAt(1);
        }
        else if (value is null && !hasBody)
        {
            throw reference.Count == 2 && arguments is null && version == RegoVersion.V1
                ? new Wrong(place, "`contains` keyword is required for partial set rules: write 'contains' instead of the brackets")
                : new Wrong(
                    place, $"var cannot be used for rule name: a rule needs a value or a body, write '{((VariableTerm)reference[0]).Name} := VALUE' or '{((VariableTerm)reference[0]).Name} if {{ ... }}'");
        }

        implied = value is null;
        value ??= new ConstantTerm { Place = place, Value = RegoBoolean.True };
        var rule = Add(place, false, kind, reference, arguments, value, implied, hasBody ? RuleBody(hasIf) : True(place));
        var last = Else(rule);
        rule.LastLine = tokens[at - 1].Line;

        // p { a } { b } in v0 is another rule with the same head.
        while (version == RegoVersion.V0 && IsSymbol("{") && !Current.AfterLine && hasBody && last == rule)
        {
            last = rule = Add(Here, false, kind, reference, arguments, value, implied, RuleBody(false));
            rule.LastLine = tokens[at - 1].Line;
        }
    }

    Rule Else(Rule rule)
    {
        var last = rule;
        while (IsWord("else") && !NextIsReference())
        {
            var place = Here;
            if (rule.Kind == RuleKind.Multiple) throw new Wrong(place, "else keyword cannot be used on multi-value rules");
            at++;
            Term? value = null;
            if (IsSymbol(":=") || IsSymbol("="))
            {
                at++;
                value = InfixOrMember(members: false);
            }

            var hasIf = IsWord("if") && future.Contains("if");
            var hasBody = hasIf || (IsSymbol("{") && (!Current.AfterLine || value is null));
            if (hasBody && !hasIf && version == RegoVersion.V1)
            {
                throw new Wrong(Here, "`if` keyword is required before rule body: write 'else if {'");
            }
            if (!hasBody && value is null) throw Unexpected("a value or a body after 'else'");
            var otherwise = new Rule
            {
                Place = place,
                Reference = rule.Reference,
                Arguments = rule.Arguments,
                Value = value ?? new ConstantTerm { Place = place, Value = RegoBoolean.True },
                ImplicitValue = value is null,
                Body = hasBody ? RuleBody(hasIf) : True(place),
            };
            last.Else = otherwise;
            last = otherwise;
        }

        return last;
    }

    Body RuleBody(bool hasIf)
    {
        if (hasIf) at++;
        if (IsSymbol("{") && !(hasIf && IsExpressionInBraces()))
        {
            at++;
            var body = Expressions("}");
            Expect("}");
            return body;
        }

        if (!hasIf || Current.Kind == TokenKind.End) throw Unexpected("a body");
        return new() { Expressions = [Expression()] };
    }

    /// <summary><c>if {"a"} == x</c>: the braces are a set or an object in a comparison.</summary>
    bool IsExpressionInBraces()
    {
        var nested = 0;
        for (var i = at; i < tokens.Count; i++)
        {
            if (tokens[i].Kind != TokenKind.Symbol) continue;
            if (tokens[i].Text is "{" or "[" or "(") nested++;
            if (tokens[i].Text is not ("}" or "]" or ")") || --nested > 0) continue;
            var next = tokens[Math.Min(i + 1, tokens.Count - 1)];
            return !next.AfterLine && ((next.Kind == TokenKind.Symbol && next.Text is "=="
                or "!=" or "<" or ">" or "<=" or ">=" or "|" or "&" or "-" or "." or "[" or "=")
                || (next.Kind == TokenKind.Name && next.Text == "in"));
        }

        return false;
    }

    Rule Add(
        RegoPlace place, bool isDefault, RuleKind kind, IReadOnlyList<Term> reference,
        IReadOnlyList<Term>? arguments, Term value, bool implied, Body body)
    {
        var rule = new Rule
        {
            Place = place,
            IsDefault = isDefault,
            Kind = kind,
            Reference = [.. reference],
            Arguments = arguments,
            Value = value,
            ImplicitValue = implied,
            Body = body,
            LastLine = tokens[Math.Max(0, at - 1)].Line,
        };
        module.Rules.Add(rule);
        return rule;
    }

    static Body True(RegoPlace place) => new()
    {
        Expressions = [new TermExpression { Place = place, Term = new ConstantTerm { Place = place, Value = RegoBoolean.True } }],
    };

    static void Check(RegoPlace place, Term value, IReadOnlyList<Term>? arguments, List<Term> reference)
    {
        if (reference.Exists(r => r is not (VariableTerm or ConstantTerm)) || reference.Skip(1).Any(r => r is VariableTerm))
        {
            throw new Wrong(place, "default rules must have a constant name: a partial rule has no default");
        }

        if (arguments is not null)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var argument in arguments)
            {
                if (argument is not VariableTerm variable)
                {
                    throw new Wrong(argument.Place, "illegal default rule (arguments must be variables): write '_' for each");
                }

                if (!variable.IsWildcard && !names.Add(variable.Name))
                {
                    throw new Wrong(argument.Place, "illegal default rule (arguments cannot be repeated)");
                }
            }
        }

        if (!Constant(value))
        {
            throw new Wrong(value.Place, "default rule must be a constant value: it cannot contain variables, references or calls");
        }

        static bool Constant(Term term) => term switch
        {
            ConstantTerm or ComprehensionTerm => true,
            ArrayTerm array => array.Items.All(Constant),
            SetTerm set => set.Items.All(Constant),
            ObjectTerm members => members.Members.All(m => Constant(m.Key) && Constant(m.Value)),
            _ => false,
        };
    }
}
