namespace Spaceforge.Shared.Policies;

/// <summary>The shape of a type's input at a path: its fields, or the shape behind any key or index; open if unknown.</summary>
sealed class PolicyInput
{
    static readonly Dictionary<string, PolicyInput> Roots = new(StringComparer.Ordinal);

    readonly Dictionary<string, PolicyInput> fields = new(StringComparer.Ordinal);

    /// <summary>Anything may follow.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>For a list: the shape of its items.</summary>
    public PolicyInput? Items { get; private set; }

    public IEnumerable<string> Fields => fields.Keys;

    /// <summary>A scalar value.</summary>
    public bool IsLeaf => !IsOpen && Items is null && fields.Count == 0;

    public PolicyInput? Field(string name) => fields.TryGetValue(name, out var field) ? field : null;

    /// <summary>The input of a type, or null if it is unknown.</summary>
    public static PolicyInput? Of(PolicyKind kind)
    {
        lock (Roots)
        {
            if (Roots.TryGetValue(kind.Name, out var known)) return known;
            if (!PolicyInputFields.OfTypes.TryGetValue(kind.Name, out var text)) return null;
            return Roots[kind.Name] = new Reader(text).Members(nested: false);
        }
    }

    // name, name*, name[], name[]{...}, name{...}, name@shared, name[]@shared
    sealed class Reader(string text)
    {
        int at;

        public PolicyInput Members(bool nested)
        {
            var node = new PolicyInput();
            while (true)
            {
                while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
                if (at >= text.Length) return node;
                if (text[at] == '}')
                {
                    if (nested) at++;
                    return node;
                }

                if (text[at] == '*')
                {
                    at++;
                    node.IsOpen = true;
                    continue;
                }

                var name = Name();
                node.fields[name] = Value();
            }
        }

        PolicyInput Value()
        {
            if (at + 1 < text.Length && text[at] == '[' && text[at + 1] == ']')
            {
                at += 2;
                return new() { Items = Value() };
            }

            if (at < text.Length && text[at] == '{')
            {
                at++;
                return Members(nested: true);
            }

            if (at < text.Length && text[at] == '@')
            {
                at++;
                return new Reader(PolicyInputFields.Shared[Name()]).Members(nested: false);
            }

            if (at < text.Length && text[at] == '*')
            {
                at++;
                return new() { IsOpen = true };
            }

            return new();
        }

        string Name()
        {
            var start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_')) at++;
            return text.Substring(start, at - start);
        }
    }
}
