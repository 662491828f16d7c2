namespace Spaceforge.Rego;

/// <summary>Folds terms without variables, references and calls into values.</summary>
static class Folding
{
    public static RegoValue? Constant(Term term)
    {
        switch (term)
        {
            case ConstantTerm constant:
                return constant.Value;
            case ArrayTerm array:
                return All(array.Items) is { } items ? RegoArray.Wrap(items) : null;
            case SetTerm set:
                return All(set.Items) is { } members ? new RegoSet(members) : null;
            case ObjectTerm pairs:
                var values = new Dictionary<RegoValue, RegoValue>();
                foreach (var (keyTerm, valueTerm) in pairs.Members)
                {
                    if (Constant(keyTerm) is not { } key || Constant(valueTerm) is not { } value) return null;

                    // Equal keys with different values cause a conflict at evaluation.
                    if (values.TryGetValue(key, out var known) && known != value) return null;
                    values[key] = value;
                }

                return RegoObject.From(values);
            default:
                return null;
        }
    }

    public static Term Fold(Term term) =>
        term is not ConstantTerm && Constant(term) is { } value ? new ConstantTerm { Place = term.Place, Value = value } : term;

    static RegoValue[]? All(IReadOnlyList<Term> terms)
    {
        var values = new RegoValue[terms.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (Constant(terms[i]) is not { } value) return null;
            values[i] = value;
        }

        return values;
    }
}
