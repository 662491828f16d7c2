namespace Spaceforge;

/// <summary>
/// Makes a property a parameter of the plugin: the parameter, a variable in the main context, and the property's value in hooks.
/// </summary>
/// <remarks>
/// <code>
/// [Parameter("API Token", Description = "Token of the service", Sensitive = true)]
/// public required string ApiToken { get; init; }
///
/// [Parameter("Time limit", Description = "Seconds")]
/// public int TimeLimit { get; init; } = 30;
/// </code>
/// A <c>required</c> property is a required parameter; the initializer of another one is the default. Texts and enums are strings to
/// the installer, and numbers and booleans are what they are. Values are read in the invariant culture; those of enums by name,
/// whatever the case.
/// </remarks>
/// <param name="name">What the installer reads beside the field, for instance <c>API Token</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterAttribute(string name) : Attribute
{
    /// <summary>What the installer reads beside the field.</summary>
    public string Name => name;

    /// <summary>
    /// What the manifest calls the parameter. Left out, it is made from the name: <c>API Token</c> becomes <c>api_token</c>.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>What the installer is told about the field; the names of an enum are added. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>
    /// Whether the value is a secret. The platform hides it, and the plugin masks it in everything it prints. Default: no.
    /// </summary>
    public bool Sensitive { get; init; }

    /// <summary>The environment variable that carries the value. Left out, it is the id in upper case: <c>API_TOKEN</c>.</summary>
    public string? Variable { get; init; }
}
