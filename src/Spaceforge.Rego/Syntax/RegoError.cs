namespace Spaceforge.Rego;

/// <summary>One thing that is wrong with a policy or ended its evaluation.</summary>
/// <param name="Code">OPA's name for its kind: <c>rego_parse_error</c>, <c>rego_type_error</c>, <c>eval_conflict_error</c>.</param>
/// <param name="Message">What is wrong, and where it is known what to write instead.</param>
/// <param name="Place">Where.</param>
public sealed record RegoError(string Code, string Message, RegoPlace Place)
{
    /// <summary>As OPA prints it: place, code, message.</summary>
    public override string ToString() => $"{Place.File}:{Place.Line}: {Code}: {Message}";
}
