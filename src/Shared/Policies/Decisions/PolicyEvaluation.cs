using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>One policy over one input.</summary>
sealed record PolicyEvaluation
{
    public required PolicyText Policy { get; init; }

    /// <summary>
    /// What this policy alone decides: deny, warn, allow, track, propose, ignore, approve, reject, undecided and so on; error where it
    /// could not be evaluated.
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>The value of Spacelift's rule <c>result</c>; null after an error.</summary>
    public RegoObject? Result { get; init; }

    /// <summary>Why there is none: what does not compile, or ended the evaluation. Never taken for a permission.</summary>
    public IReadOnlyList<PolicyFinding> Errors { get; init; } = [];

    /// <summary>Rules of the type that held, in the order of the body.</summary>
    public IReadOnlyList<FiredRule> Fired { get; init; } = [];

    /// <summary>Lines of the body on which an expression or a rule held.</summary>
    public IReadOnlyList<int> CoveredLines { get; init; } = [];

    /// <summary>What print wrote.</summary>
    public IReadOnlyList<string> Printed { get; init; } = [];

    /// <summary>Spacelift would keep the input and the result for the workbench.</summary>
    public bool Sampled { get; init; }

    /// <summary>It called <c>sanitized</c> with something other than a text.</summary>
    public bool SanitizedOther { get; init; }

    public bool Failed => Result is null;

    public bool Is(string rule) => Result?[rule] is RegoBoolean { Value: true };

    /// <summary>A rule's value where it is a string; empty otherwise.</summary>
    public string Text(string rule) => Result?[rule] is RegoString text ? text.Value : "";

    /// <summary>The strings of a set, sorted.</summary>
    public IReadOnlyList<string> Texts(string rule) =>
        Result?[rule] is RegoSet set ? [.. set.OfType<RegoString>().Select(item => item.Value)] : [];

    public IReadOnlyList<RegoObject> Objects(string rule) =>
        Result?[rule] is RegoSet set ? [.. set.OfType<RegoObject>()] : [];
}

/// <summary>A rule of the type whose body held.</summary>
sealed record FiredRule
{
    public required string Rule { get; init; }

    /// <summary>Its value, of a set the item.</summary>
    public RegoValue? Value { get; init; }

    public int Line { get; init; }

    public int Column { get; init; }

    /// <summary>The variables of its body that had a value then.</summary>
    public IReadOnlyDictionary<string, RegoValue> Values { get; init; } = new Dictionary<string, RegoValue>();
}
