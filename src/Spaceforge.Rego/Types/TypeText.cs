namespace Spaceforge.Rego;

/// <summary>
/// Parses types in the format of <see cref="RegoType.ToString"/>; signatures of built-ins are parsed when a policy calls them.
/// </summary>
sealed class TypeText
{
    readonly string text;
    int at;

    TypeText(string text) => this.text = text;

    public static RegoType Parse(string text)
    {
        var reader = new TypeText(text);
        var type = reader.Type();
        return reader.Rest == 0 ? type : throw reader.Wrong();
    }

    /// <summary>"(string, number) -> boolean"; without a result: "(any)".</summary>
    public static (IReadOnlyList<RegoType> Arguments, RegoType? Result) ParseFunction(string text)
    {
        var reader = new TypeText(text);
        var arguments = new List<RegoType>();
        reader.Expect("(");
        while (!reader.Take(")"))
        {
            if (arguments.Count > 0) reader.Expect(",");
            arguments.Add(reader.Type());
        }

        var result = reader.Take("->") ? reader.Type() : null;
        return reader.Rest == 0 ? (arguments, result) : throw reader.Wrong();
    }

    int Rest
    {
        get
        {
            while (at < text.Length && text[at] == ' ') at++;
            return text.Length - at;
        }
    }

    RegoType Type() => Word() switch
    {
        "any" => Take("<") ? RegoType.Union(Types()) : RegoType.Any,
        "null" => RegoType.Null,
        "boolean" => RegoType.Boolean,
        "number" => RegoType.Number,
        "string" => RegoType.String,
        "array" => Array(),
        "set" => Set(),
        "object" => Object(),
        _ => throw Wrong(),
    };

    RegoType Array()
    {
        var items = Take("<") ? Types() : [];
        RegoType? rest = null;
        if (Take("["))
        {
            rest = Type();
            Expect("]");
        }

        return RegoType.ArrayOf(rest, [.. items]);
    }

    RegoType Set()
    {
        Expect("[");
        var item = Type();
        Expect("]");
        return RegoType.SetOf(item);
    }

    RegoType Object()
    {
        var members = new List<KeyValuePair<RegoValue, RegoType>>();
        if (Take("<"))
        {
            while (!Take(">"))
            {
                if (members.Count > 0) Expect(",");
                var key = Word();
                Expect(":");
                members.Add(new(new RegoString(key), Type()));
            }
        }

        if (!Take("[")) return RegoType.ObjectOf(null, null, members);
        var restKey = Type();
        Expect(":");
        var rest = Type();
        Expect("]");
        return RegoType.ObjectOf(restKey, rest, members);
    }

    List<RegoType> Types()
    {
        var types = new List<RegoType>();
        while (!Take(">"))
        {
            if (types.Count > 0) Expect(",");
            types.Add(Type());
        }

        return types;
    }

    string Word()
    {
        var start = text.Length - Rest;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_')) at++;
        return text.Substring(start, at - start);
    }

    bool Take(string token)
    {
        if (Rest < token.Length || string.CompareOrdinal(text, at, token, 0, token.Length) != 0) return false;
        at += token.Length;
        return true;
    }

    void Expect(string token)
    {
        if (!Take(token)) throw Wrong();
    }

    InvalidOperationException Wrong() => new($"The type '{text}' is wrong at {at}.");
}
