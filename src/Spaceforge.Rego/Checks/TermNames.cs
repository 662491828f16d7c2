namespace Spaceforge.Rego;

/// <summary>How messages refer to terms.</summary>
static class TermNames
{
    public static string Kind(Term term) => term switch
    {
        ConstantTerm constant => constant.Value.Kind.ToString().ToLowerInvariant(),
        VariableTerm => "var",
        ReferenceTerm or RootTerm => "ref",
        ArrayTerm => "array",
        SetTerm => "set",
        ObjectTerm => "object",
        ComprehensionTerm => "comprehension",
        TemplateTerm => "template string",
        _ => "call",
    };

    /// <summary>A dotted name, or null if the term contains anything else.</summary>
    public static string? Dotted(Term? term)
    {
        switch (term)
        {
            case VariableTerm variable:
                return variable.Name;
            case ReferenceTerm { Head: VariableTerm head } reference:
                var name = head.Name;
                foreach (var part in reference.Path)
                {
                    if (part is not ConstantTerm { Value: RegoString text }) return null;
                    name += "." + text.Value;
                }

                return name;
            default:
                return null;
        }
    }
}
