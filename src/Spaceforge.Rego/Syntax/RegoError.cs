namespace Spaceforge.Rego;

/// <summary>One thing that is wrong with a policy or ended its evaluation.</summary>
public sealed record RegoError
{
    internal RegoError(string code, string message, RegoPlace place) => (Code, Message, Place) = (code, message, place);

    /// <summary>OPA's name for its kind: <c>rego_parse_error</c>, <c>rego_type_error</c>, <c>eval_conflict_error</c>.</summary>
    public string Code { get; init; }

    /// <summary>What is wrong, and where it is known what to write instead.</summary>
    public string Message { get; init; }

    /// <summary>Where.</summary>
    public RegoPlace Place { get; init; }

    /// <summary>Takes the error apart.</summary>
    public void Deconstruct(out string code, out string message, out RegoPlace place) => (code, message, place) = (Code, Message, Place);

    /// <summary>As OPA prints it: place, code, message.</summary>
    public override string ToString() => $"{Place.File}:{Place.Line}: {Code}: {Message}";
}
