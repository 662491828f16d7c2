namespace Spaceforge;

/// <summary>
/// Declares a property as a parameter of the plugin, with a variable in the main context. In hooks, the property holds the value.
/// </summary>
/// <remarks>
/// <code>
/// [Parameter("API Token", Description = "Token of the service", Sensitive = true)]
/// public required string ApiToken { get; init; }
///
/// [Parameter("Time limit", Description = "Seconds")]
/// public int TimeLimit { get; init; } = 30;
/// </code>
/// A <c>required</c> property is a required parameter; otherwise, the initializer is the default. Strings and enums become strings for
/// the installer; numbers and booleans keep their type. Values are parsed in the invariant culture, enums by name, ignoring
/// case.
/// </remarks>
/// <param name="name">The label of the field, for example <c>API Token</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterAttribute(string name) : Attribute
{
    /// <summary>The label of the field.</summary>
    public string Name => name;

    /// <summary>
    /// The parameter's id in the manifest. If null, it is derived from the name: <c>API Token</c> becomes <c>api_token</c>. In a base
    /// class of several plugins, <c>{name}</c> stands for the plugin's name, here and in the description: <c>{name}_token</c>.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>The description of the field; the names of an enum are added to it. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>
    /// Whether the value is a secret. The platform hides it, and the plugin masks it in all output. Default: false.
    /// </summary>
    public bool Sensitive { get; init; }

    /// <summary>The environment variable that carries the value. If null, it is the id in upper case: <c>API_TOKEN</c>.</summary>
    public string? Variable { get; init; }
}
