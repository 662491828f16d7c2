namespace Spaceforge.Shared.Policies;

/// <summary>What Spacelift reads from a rule.</summary>
enum PolicyRuleShape
{
    Boolean,
    Text,
    Texts,
    Objects,

    /// <summary>Of LOGIN: the id of a space, and the slugs of its roles.</summary>
    Roles,
}

/// <summary>A rule that policies of a type may define.</summary>
sealed record PolicyRule(string Name, PolicyRuleShape Shape)
{
    /// <summary>
    /// Of objects: their keys with the kind of value (text, number, object, list); an exclamation mark for those that must be there.
    /// </summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>();

    /// <summary>Names a kind of <see cref="Keys"/>.</summary>
    public static string Named(string kind) => kind.TrimEnd('!') switch
    {
        "text" => "a string",
        "number" => "a number",
        "object" => "an object",
        _ => "an array or a set",
    };

    public bool IsSet => Shape is PolicyRuleShape.Texts or PolicyRuleShape.Objects;
}
