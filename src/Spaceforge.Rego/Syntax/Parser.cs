using System.Runtime.CompilerServices;

namespace Spaceforge.Rego;

/// <summary>Parses modules and queries from tokens; after an error, it continues with the next rule.</summary>
sealed partial class Parser
{
    const int MostErrors = 20;
    const int MostNested = 400;
    static readonly HashSet<string> Keywords =
        ["as", "default", "else", "false", "import", "not", "null", "package", "some", "true", "with"];

    static readonly string[] Future = ["contains", "every", "if", "in"];
    readonly string file;
    readonly List<RegoError> errors;
    readonly List<Token> tokens;
    readonly List<Comment> comments;
    readonly HashSet<string> future = new(StringComparer.Ordinal);
    readonly RegoModule module;
    RegoVersion version;
    int at;
    int depth;
    long work;

    public Parser(string text, string file, RegoVersion version, List<RegoError> errors)
    {
        this.file = file;
        this.errors = errors;
        this.version = version;
        (tokens, comments) = Lexer.Read(text, file, errors);
        module = new(file, version, []) { Comments = comments };
        if (version == RegoVersion.V1) future.UnionWith(Future);
    }

    Parser(Parser outer, IReadOnlyList<Token> tokens)
    {
        file = outer.file;
        errors = outer.errors;
        version = outer.version;
        future = outer.future;
        this.tokens = [.. tokens];
        comments = [];
        module = outer.module;
        depth = outer.depth;
        work = outer.work;
    }

    Token Current => tokens[at];

    Token Ahead => tokens[Math.Min(at + 1, tokens.Count - 1)];

    RegoPlace Here => new(file, Current.Line, Current.Column);

    public RegoModule Module()
    {
        try
        {
            Package();
        }
        catch (Wrong wrong)
        {
            Report(wrong);
            Recover();
        }

        while (Current.Kind != TokenKind.End && errors.Count < MostErrors)
        {
            var start = at;
            try
            {
                if (IsWord("import") && !NextIsReference())
                {
                    Import();
                }
                else
                {
                    Rules();
                }

                if (Current.Kind != TokenKind.End && !Current.AfterLine && !IsSymbol(";"))
                {
                    throw Unexpected("a new line before the next rule");
                }

                while (IsSymbol(";")) at++;
            }
            catch (Wrong wrong)
            {
                Report(wrong);
                if (at == start) at++;
                Recover();
            }
        }

        module.Version = version;
        return module;
    }

    public Body Query()
    {
        try
        {
            var body = Expressions("");
            return Current.Kind == TokenKind.End ? body : throw Unexpected("the end of the query");
        }
        catch (Wrong wrong)
        {
            Report(wrong);
            return new() { Expressions = [] };
        }
    }

    void Package()
    {
        if (!IsWord("package"))
        {
            throw new Wrong(Here, "a policy begins with its package: write 'package NAME' first");
        }

        module.PackagePlace = Here;
        at++;
        if (Current.Kind == TokenKind.End || Current.AfterLine) throw Unexpected("the package's name");
        module.PackagePath = Path("package");
        if (Current.Kind != TokenKind.End && !Current.AfterLine && !IsSymbol(";")) throw Unexpected("a new line after the package");
    }

    void Import()
    {
        var place = Here;
        at++;
        var path = Path("import");
        string? alias = null;
        if (IsWord("as"))
        {
            at++;
            if (Current.Kind != TokenKind.Name || (IsKeyword(Current.Text) && Current.Text is not "_"))
            {
                throw Unexpected("a name after 'as'");
            }
            alias = Take().Text;
        }

        switch (path[0])
        {
            case "data" or "input":
                module.Imports.Add(new() { Place = place, Path = path, Alias = alias });
                break;
            case "future" when path.Count >= 2 && path[1] == "keywords" && path.Count <= 3:
                if (alias is not null) throw new Wrong(place, "future keywords cannot be given another name: leave out 'as'");
                if (path.Count == 3 && System.Array.IndexOf(Future, path[2]) < 0 && path[2] is not "not")
                {
                    throw new Wrong(place, $"'{path[2]}' is no keyword that can be imported, must be one of {string.Join(", ", Future)}");
                }

                future.UnionWith(path.Count == 3 ? [path[2]] : Future);
                if (future.Contains("every")) future.Add("in");
                future.Remove("not");
                break;
            case "rego" when path.Count == 2 && path[1] == "v1":
                if (alias is not null) throw new Wrong(place, "'rego.v1' cannot be given another name: leave out 'as'");
                if (module.Rules.Count > 0) throw new Wrong(place, "'import rego.v1' belongs before the first rule");
                future.UnionWith(Future);
                version = RegoVersion.V1;
                break;
            case "rego":
                throw new Wrong(
                    place, $"invalid import '{string.Join(".", path)}', must be 'rego.v1': newer versions of the language are not known here");
            default:
                throw new Wrong(
                    place,
                    $"invalid import '{string.Join(".", path)}': path must begin with one of: {{data, future, input, rego}}; write 'import data.{string.Join(".", path)}' for a package");
        }
    }

    List<string> Path(string what)
    {
        var names = new List<string>();
        if (Current.Kind == TokenKind.Name || Current.Kind == TokenKind.Text)
        {
            names.Add(Take().Text);
        }
        else
        {
            throw Unexpected($"a name after '{what}'");
        }

        while (true)
        {
            if (IsSymbol(".") && !Current.AfterLine)
            {
                at++;
                names.Add(Current.Kind == TokenKind.Name ? Take().Text : throw Unexpected("a name after '.'"));
            }
            else if (IsSymbol("[") && !Current.AfterLine)
            {
                at++;
                if (Current.Kind != TokenKind.Text) throw Unexpected($"a string: the path of '{what}' is constant");
                names.Add(Take().Text);
                Expect("]");
            }
            else
            {
                return names;
            }
        }
    }

    Body Expressions(string close)
    {
        using var _ = new Level(this);
        var expressions = new List<Expression>();
        while (true)
        {
            if (close.Length > 0 ? IsSymbol(close) : Current.Kind == TokenKind.End)
            {
                if (expressions.Count == 0)
                {
                    throw new Wrong(Here, close.Length > 0 ? "found empty body: write 'true', or what must hold" : "found empty body");
                }
                break;
            }

            var line = Current.Line;
            expressions.Add(Expression());
            var separated = false;
            while (IsSymbol(";"))
            {
                separated = true;
                at++;
            }

            if (!separated && !Current.AfterLine && Current.Kind != TokenKind.End && !(close.Length > 0 && IsSymbol(close)))
            {
                throw Unexpected(close.Length > 0 ? $"a new line, ';' or '{close}'" : "a new line or ';'");
            }
        }

        return new() { Expressions = expressions };
    }

    Expression Expression()
    {
        var place = Here;
        var negated = false;
        if (IsWord("not") && !NextIsReference())
        {
            at++;
            negated = true;
            if (IsWord("some") && !NextIsReference()) throw new Wrong(Here, "'not some' has no meaning: write 'not x in xs', or every");
            if (IsWord("every") && future.Contains("every") && !NextIsReference())
            {
                throw new Wrong(Here, "'not every' has no meaning in a rule: put every into a rule and negate that");
            }
        }

        if (IsWord("some") && !NextIsReference()) return Some(place);
        if (IsWord("every") && !NextIsReference() && Ahead.Kind == TokenKind.Name)
        {
            if (future.Contains("every")) return Every(place);
            throw new Wrong(Here, "'every' is a keyword of v1: write 'import rego.v1' or 'import future.keywords.every'");
        }

        var left = InfixOrMember(members: true);
        if (IsSymbol(":=") || IsSymbol("="))
        {
            var assign = Take().Text == ":=";
            if (negated && assign) throw new Wrong(place, "cannot assign vars inside negated expression");
            var right = InfixOrMember(members: true);
            return new UnifyExpression { Place = place, Negated = negated, Left = left, Right = right, Assign = assign, With = Withs() };
        }

        return new TermExpression { Place = place, Negated = negated, Term = left, With = Withs() };
    }

    Expression Some(RegoPlace place)
    {
        at++;
        var first = InfixOrMember(members: false, single: true);
        var terms = new List<Term> { first };
        while (IsSymbol(","))
        {
            at++;
            terms.Add(InfixOrMember(members: false, single: true));
        }

        if (IsWord("in") && future.Contains("in"))
        {
            at++;
            if (terms.Count > 2) throw new Wrong(place, "'some ... in' takes a value, or a key and a value");
            var domain = InfixOrMember(members: false);
            return new SomeInExpression
            {
                Place = place,
                Key = terms.Count == 2 ? terms[0] : null,
                Value = terms[terms.Count - 1],
                Domain = domain,
                With = Withs(),
            };
        }

        if (IsWord("in") && !Current.AfterLine)
        {
            throw new Wrong(Here, "'in' is a keyword of v1: write 'import rego.v1' or 'import future.keywords.in'");
        }
        var variables = new List<VariableTerm>();
        foreach (var term in terms)
        {
            variables.Add(term as VariableTerm ?? throw new Wrong(term.Place, "'some' declares names: write 'some x', or 'some x in xs'"));
        }

        return new SomeExpression { Place = place, Variables = variables };
    }

    EveryExpression Every(RegoPlace place)
    {
        at++;
        var first = Declared("every");
        VariableTerm? key = null;
        if (IsSymbol(","))
        {
            at++;
            key = first;
            first = Declared("every");
        }

        if (!IsWord("in")) throw Unexpected("'in' and what 'every' goes over");
        at++;
        var domain = InfixOrMember(members: false);
        if (!IsSymbol("{")) throw Unexpected("'{' and what must hold for every item");
        at++;
        var body = Expressions("}");
        Expect("}");
        return new() { Place = place, Key = key, Value = first, Domain = domain, Body = body, With = Withs() };
    }

    VariableTerm Declared(string word)
    {
        if (Current.Kind != TokenKind.Name || IsKeyword(Current.Text)) throw Unexpected($"a name after '{word}'");
        var place = Here;
        return new() { Place = place, Name = Take().Text };
    }

    List<WithModifier> Withs()
    {
        var modifiers = new List<WithModifier>();
        while (IsWord("with") && !NextIsReference())
        {
            var place = Here;
            at++;
            var target = Simple();
            if (target is not (VariableTerm or ReferenceTerm))
            {
                throw new Wrong(target.Place, "with keyword target must reference existing input, data, or a function");
            }
            if (!IsWord("as")) throw Unexpected("'as' and the value");
            at++;
            modifiers.Add(new() { Place = place, Target = target, Value = InfixOrMember(members: false) });
        }

        return modifiers;
    }

    bool IsKeyword(string word) => Keywords.Contains(word) || future.Contains(word);

    /// <summary>A keyword that is used as a rule's name: <c>default.x</c>.</summary>
    bool NextIsReference() => Ahead.Kind == TokenKind.Symbol && Ahead.Adjacent && Ahead.Text == ".";

    bool IsWord(string word) => Current.Kind == TokenKind.Name && Current.Text == word;

    bool IsSymbol(string symbol) => Current.Kind == TokenKind.Symbol && Current.Text == symbol;

    Token Take()
    {
        Work();
        return tokens[at++];
    }

    /// <summary>A union that was mistaken for a comprehension is parsed again; nested ones would double the work with each level.</summary>
    void Work()
    {
        if (++work > (tokens.Count * 20L) + 100_000) throw new Wrong(Here, "the expression is nested too deep", final: true);
    }

    void Expect(string symbol)
    {
        if (!IsSymbol(symbol)) throw Unexpected($"'{symbol}'");
        at++;
    }

    Wrong Unexpected(string expected)
    {
        var found = Current.Kind switch
        {
            TokenKind.End => "end",
            TokenKind.Text => "a string",
            TokenKind.Template => "a template string",
            _ => $"'{Current.Text}'",
        };
        return new(Here, $"unexpected {found}, expected {expected}");
    }

    void Report(Wrong wrong)
    {
        noUnion = false;
        errors.Add(new("rego_parse_error", wrong.Message, wrong.Place));
    }

    /// <summary>Skips to the next line that starts with a name: rules are not indented.</summary>
    void Recover()
    {
        while (Current.Kind != TokenKind.End && !(Current.AfterLine && Current.Column == 1 && Current.Kind == TokenKind.Name)) at++;
    }

    sealed class Wrong(RegoPlace place, string message, bool final = false) : Exception(message)
    {
        /// <summary>Parsing it differently would not help.</summary>
        public bool Final { get; } = final;

        public RegoPlace Place { get; } = place;
    }

    readonly struct Level : IDisposable
    {
        readonly Parser parser;

        public Level(Parser parser)
        {
            this.parser = parser;
            RuntimeHelpers.EnsureSufficientExecutionStack();
            parser.Work();
            if (++parser.depth <= MostNested) return;
            parser.depth--;
            throw new Wrong(parser.Here, $"nested deeper than {MostNested} levels", final: true);
        }

        public void Dispose() => parser.depth--;
    }
}
