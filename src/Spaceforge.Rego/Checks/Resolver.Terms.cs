using System.Runtime.CompilerServices;

namespace Spaceforge.Rego;

sealed partial class Resolver
{
    Term Resolve(Term term)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (term)
        {
            case ConstantTerm:
                return term;
            case VariableTerm variable:
                return Variable(variable, []);
            case ReferenceTerm reference:
                return Reference(reference);
            case ArrayTerm array:
                return Folding.Fold(new ArrayTerm { Place = term.Place, Items = [.. array.Items.Select(Resolve)] });
            case SetTerm set:
                return Folding.Fold(new SetTerm { Place = term.Place, Items = [.. set.Items.Select(Resolve)] });
            case ObjectTerm members:
                return Folding.Fold(
                    new ObjectTerm { Place = term.Place, Members = [.. members.Members.Select(m => (Resolve(m.Key), Resolve(m.Value)))] });
            case ComprehensionTerm comprehension:
                return Comprehension(comprehension);
            case TemplateTerm template:
                return new TemplateTerm
                {
                    Place = term.Place,
                    Parts = [.. template.Parts.Select(p => (p.Text, p.Expression is TermExpression part ? Closed(part) : null))],
                };
            case CallTerm call:
                return Call(call);
            default:
                throw new InvalidOperationException();
        }
    }

    ComprehensionTerm Comprehension(ComprehensionTerm comprehension)
    {
        var body = Open(comprehension.Body);
        var key = comprehension.Key is { } term ? Resolve(term) : null;
        var head = Resolve(comprehension.Head);
        Close();
        return new() { Place = comprehension.Place, Kind = comprehension.Kind, Key = key, Head = head, Body = body };
    }

    /// <summary>A template part or an argument of print. It may be undefined, so it becomes a set of values.</summary>
    TermExpression Closed(TermExpression part)
    {
        var variable = new VariableTerm { Place = part.Place, Name = "_", Variable = NewVariable("_", part.Place, declared: true) };
        var scope = new Scope();
        scopes.Add(scope);
        var expression = new UnifyExpression { Place = part.Place, Left = variable, Right = Resolve(part.Term), With = With(part) };
        scopes.RemoveAt(scopes.Count - 1);
        var set =
            new ComprehensionTerm { Place = part.Place, Kind = RegoKind.Set, Head = variable, Body = new() { Expressions = [expression] } };
        return new() { Place = part.Place, Term = set };
    }

    Term Variable(VariableTerm term, Term[] path)
    {
        if (Local(term) is { } local)
        {
            local.Used = true;
            var head = new VariableTerm { Place = term.Place, Name = term.Name, Variable = local };
            return path.Length == 0 ? head : new ReferenceTerm { Place = term.Place, Head = head, Path = path };
        }

        var (input, prefix) = Global(term.Name)!.Value;
        return Rooted(
            term.Place, input, [.. prefix.Select(p => new ConstantTerm { Place = term.Place, Value = new RegoString(p) }), .. path]);
    }

    ReferenceTerm Rooted(RegoPlace place, bool input, Term[] path)
    {
        if (!input)
        {
            var read = new List<RegoValue?>();
            foreach (var key in path) read.Add(key is ConstantTerm constant ? constant.Value : null);
            (part?.Reads ?? queryReads).Add((read, place));
        }

        return new() { Place = place, Head = new RootTerm { Place = place, IsInput = input }, Path = path };
    }

    Term Reference(ReferenceTerm reference)
    {
        Term[] path = [.. reference.Path.Select(Resolve)];
        if (reference.Head is VariableTerm variable) return Variable(variable, path);
        return new ReferenceTerm { Place = reference.Place, Head = Resolve(reference.Head), Path = path };
    }

    /// <summary>The variable that a name refers to, or null if it is a rule, an import or a document.</summary>
    Variable? Local(VariableTerm term)
    {
        if (term.IsWildcard) return NewVariable("_", term.Place);
        for (var i = scopes.Count - 1; i >= 0; i--)
        {
            if (scopes[i].Variables.TryGetValue(term.Name, out var variable)) return variable;
        }

        for (var i = scopes.Count - 1; i >= 0; i--)
        {
            if (!scopes[i].Pending.Contains(term.Name)) continue;
            if (i == scopes.Count - 1) scopes[i].Early.Add(term.Name);
            return Free(term);
        }

        return Global(term.Name) is null ? Free(term) : null;
    }

    Variable Free(VariableTerm term)
    {
        if (!free.TryGetValue(term.Name, out var variable)) free.Add(term.Name, variable = NewVariable(term.Name, term.Place));
        return variable;
    }

    (bool Input, IEnumerable<string> Path)? Global(string name)
    {
        if (names.Contains(name)) return (false, [.. module!.PackagePath, name]);
        if (imports.TryGetValue(name, out var import)) return (import.Path[0] == "input", import.Path.Skip(1));
        return name switch
        {
            "input" => (true, []),
            "data" => (false, []),
            _ => null,
        };
    }

    CallTerm Call(CallTerm call)
    {
        if (call.Name is not null) return Builtin(call.Place, call.Name, call.Arguments, call.Infix);
        var (function, builtin) = Function(call.Target!);
        if (function is not null)
        {
            Term[] arguments = [.. call.Arguments.Select(Resolve)];
            var node = compilation.Root.Find(function.Path.Select(p => ((ConstantTerm)p).Value));
            var arity = node is { IsFunction: true } ? node.Rules[0].Arguments!.Count : 0;
            if (arity == 0)
            {
                var name = string.Join(".", function.Path.Select(p => ((RegoString)((ConstantTerm)p).Value).Value));
                compilation.Error("rego_type_error", $"undefined function data.{name}", call.Place);
            }
            else if (arguments.Length != arity && arguments.Length != arity + 1)
            {
                compilation.Error("rego_type_error", $"function {node!.Path} has arity {arity}, got {Count(arguments.Length)}", call.Place);
            }

            return new CallTerm { Place = call.Place, Target = function, Arguments = arguments };
        }

        return Builtin(call.Place, builtin!, call.Arguments, infix: false);
    }

    CallTerm Builtin(RegoPlace place, string name, IReadOnlyList<Term> terms, bool infix)
    {
        if (name == "print")
        {
            return new CallTerm
            {
                Place = place,
                Name = name,
                Arguments = [.. terms.Select(t => Closed(new TermExpression { Place = t.Place, Term = t }).Term)],
            };
        }

        Term[] arguments = [.. terms.Select(Resolve)];
        var call = new CallTerm { Place = place, Name = name, Arguments = arguments, Infix = infix };
        if (name.StartsWith("internal.member_", StringComparison.Ordinal)) return call;
        if (BuiltinSignatures.Find(name) is not { } signature)
        {
            if (compilation.Provided.Contains(name)) return call;
            compilation.Error("rego_type_error", $"undefined function {name}", place);
            return call;
        }

        if (signature.NotBuilt)
        {
            compilation.Error("rego_type_error", $"undefined function {name}: OPA has this builtin, this engine does not", place);
        }
        if (signature.Provided && !compilation.Provided.Contains(name))
        {
            compilation.Error(
                "rego_type_error", $"undefined function {name}: it exists only where the caller of the engine provides it", place);
        }

        if (signature.Deprecated && module is { Version: RegoVersion.V1 })
        {
            compilation.Error("rego_type_error", $"deprecated built-in function calls in expression: {name}", place);
        }

        var arity = signature.Arguments.Count;
        if (arguments.Length != arity && !(arguments.Length == arity + 1 && signature.Result is not null))
        {
            compilation.Error("rego_type_error", $"function {name} has arity {arity}, got {Count(arguments.Length)}", place);
        }

        return call;
    }

    static string Count(int arguments) => arguments == 1 ? "1 argument" : $"{arguments} arguments";

    /// <summary>A user-defined function as a constant data path, or the name of a built-in.</summary>
    (ReferenceTerm? Function, string? Builtin) Function(Term target)
    {
        var name = TermNames.Dotted(target) ?? "";
        var head = (target as VariableTerm ?? (VariableTerm)((ReferenceTerm)target).Head).Name;
        IReadOnlyList<Term> path = target is ReferenceTerm reference ? reference.Path : [];
        if (names.Contains(head) || imports.ContainsKey(head) || head == "data")
        {
            var (input, prefix) = Global(head)!.Value;
            var whole = (Term[])[.. prefix.Select(p => new ConstantTerm { Place = target.Place, Value = new RegoString(p) }), .. path];
            if (input || (path.Count > 0 && BuiltinSignatures.Find(name) is not null
                && compilation.Root.Find(whole.Select(p => ((ConstantTerm)p).Value)) is not { IsFunction: true }))
            {
                return (null, name);
            }

            return (Rooted(target.Place, false, whole), null);
        }

        return (null, name);
    }

    /// <summary>The target of 'with': a path of input or data, a function, or a built-in by name.</summary>
    Term? Target(Term target)
    {
        var head = (target as VariableTerm ?? ((ReferenceTerm)target).Head as VariableTerm)?.Name;
        if (head is null)
        {
            compilation.Error("rego_type_error", "with keyword target must reference existing input, data, or a function", target.Place);
            return null;
        }

        if (head is "input" or "data" || names.Contains(head) || imports.ContainsKey(head))
        {
            var resolved = Resolve(target);
            if (resolved is ReferenceTerm { Head: RootTerm } reference)
            {
                if (reference.Path.All(p => p is ConstantTerm))
                {
                    if (reference.Head is RootTerm { IsInput: false } && Partial(reference))
                    {
                        compilation.Error("rego_compile_error", "with keyword cannot partially replace virtual document(s)", target.Place);
                        return null;
                    }

                    return resolved;
                }

                compilation.Error(
                    "rego_type_error", "with keyword target must be constant: write the path without variables", target.Place);
                return null;
            }
        }

        var name = TermNames.Dotted(target);
        if (name is not null && BuiltinSignatures.Find(name) is { } signature)
        {
            if (signature.Infix is not null || signature.Relation || name is "print" or "rego.metadata.chain" or "rego.metadata.rule"
                || name.StartsWith("internal.", StringComparison.Ordinal))
            {
                compilation.Error(
                    "rego_compile_error", $"with keyword replacing built-in function: {(signature.Relation ? "target must not be a relation" : $"replacement of {name} is not possible")}", target.Place);
                return null;
            }

            return new CallTerm { Place = target.Place, Name = name, Arguments = [] };
        }

        compilation.Error("rego_type_error", name is null
            ? "with keyword target must reference existing input, data, or a function"
            : $"undefined function {name}: with keyword target must reference existing input, data, or a function", target.Place);
        return null;
    }

    bool Partial(ReferenceTerm reference)
    {
        var node = compilation.Root;
        for (var i = 0; i < reference.Path.Count; i++)
        {
            if (node.Rules.Count > 0) return true;
            if (!node.Children.TryGetValue(((ConstantTerm)reference.Path[i]).Value, out var child)) return false;
            node = child;
        }

        return false;
    }

    /// <summary>The function that 'with' substitutes, if the value is the name of one.</summary>
    CallTerm? FunctionName(Term value, Term target)
    {
        var isFunction = target is CallTerm || (target is ReferenceTerm { Path: var replaced } &&
            compilation.Root.Find(replaced.Select(p => ((ConstantTerm)p).Value)) is { IsFunction: true });
        if (!isFunction || TermNames.Dotted(value) is not { } name) return null;
        if (value is VariableTerm variable)
        {
            for (var i = scopes.Count - 1; i >= 0; i--)
            {
                if (scopes[i].Variables.ContainsKey(variable.Name)) return null;
            }
        }

        var (function, builtin) = Function(value);
        if (function is not null)
        {
            return compilation.Root.Find(function.Path.Select(p => ((ConstantTerm)p).Value)) is { IsFunction: true }
                ? new() { Place = value.Place, Target = function, Arguments = [] } : null;
        }

        return BuiltinSignatures.Find(builtin!) is not null ? new() { Place = value.Place, Name = builtin, Arguments = [] } : null;
    }
}
