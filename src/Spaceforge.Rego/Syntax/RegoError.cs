namespace Spaceforge.Rego;

/// <summary>An error in a policy or its evaluation.</summary>
public sealed record RegoError
{
    internal RegoError(string code, string message, RegoPlace place) => (Code, Message, Place) = (code, message, place);

    /// <summary>OPA's error code: <c>rego_parse_error</c>, <c>rego_type_error</c>, <c>eval_conflict_error</c>.</summary>
    public string Code { get; init; }

    /// <summary>The message, with a suggested fix if there is one.</summary>
    public string Message { get; init; }

    /// <summary>The location.</summary>
    public RegoPlace Place { get; init; }

    /// <summary>Deconstructs the error.</summary>
    public void Deconstruct(out string code, out string message, out RegoPlace place) => (code, message, place) = (Code, Message, Place);

    /// <summary>The error as OPA prints it: location, code, message.</summary>
    public override string ToString() => $"{Place.File}:{Place.Line}: {Code}: {Message}";
}
