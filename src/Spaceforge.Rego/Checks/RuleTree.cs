namespace Spaceforge.Rego;

/// <summary>The rules below each data path: packages and rules with constant heads are nodes.</summary>
sealed class RuleTree
{
    RuleTree[] sorted = [];

    public required int Id { get; init; }

    public required RegoValue? Key { get; init; }

    public RuleTree? Parent { get; init; }

    public Dictionary<RegoValue, RuleTree> Children { get; } = [];

    /// <summary>The children in the order of their keys: which error is met first does not depend on the order of rules.</summary>
    public IReadOnlyList<RuleTree> Sorted
    {
        get
        {
            if (sorted.Length != Children.Count) sorted = [.. Children.Values.OrderBy(child => child.Key)];
            return sorted;
        }
    }

    public List<ResolvedRule> Rules { get; } = [];

    /// <summary>Whether a package with this name was compiled.</summary>
    public bool IsPackage { get; set; }

    /// <summary>Whether its rules are functions, so that it has no value.</summary>
    public bool IsFunction => Rules.Count > 0 && Rules[0].Arguments is not null;

    /// <summary>The rules that define its value.</summary>
    public bool HasRules => Rules.Count > 0 && Rules[0].Arguments is null;

    /// <summary>Rules below it whose keys are only known at evaluation.</summary>
    public bool HasKeys => HasRules && Rules.Exists(r => r.Keys.Count > 0);

    /// <summary>The first rule at this path or below it.</summary>
    public RegoPlace Place => Rules.Count > 0 ? Rules[0].Place : Children.Values.FirstOrDefault()?.Place ?? default;

    public string Path
    {
        get
        {
            if (Parent is null) return "data";
            var key = Key is RegoString text ? text.Value : null;
            return key is not null && key.Length > 0 && key.All(
                c => c is '_' || (c < 128 && char.IsLetterOrDigit(c))) && !char.IsDigit(key[0])
                ? $"{Parent.Path}.{key}" : $"{Parent.Path}[{Key}]";
        }
    }

    public RuleTree? Find(IEnumerable<RegoValue> path)
    {
        var node = this;
        foreach (var key in path)
        {
            if (!node.Children.TryGetValue(key, out var child)) return null;
            node = child;
        }

        return node;
    }
}
