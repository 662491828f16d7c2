namespace Spaceforge;

/// <summary>A value that the installer of the plugin fills in.</summary>
/// <remarks>
/// Hooks receive it through a <see cref="Variable"/> that refers to it:
/// <code>
/// static readonly Parameter ApiKey = new("API Key") { Description = "Key of the service", Required = true, Sensitive = true };
/// </code>
/// A parameter is either <see cref="Required"/> or has a <see cref="Default"/>.
/// </remarks>
/// <param name="Name">The label of the field, for example <c>API Key</c>.</param>
public sealed record Parameter(string Name)
{
    /// <summary>
    /// The parameter's id in the manifest. If null, it is derived from the name: <c>API Key</c> becomes <c>api_key</c>.
    /// A local run reads the environment variable with this name in upper case.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>The description of the field. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The type of the value. Default: <see cref="ParameterType.String"/>.</summary>
    public ParameterType Type { get; init; }

    /// <summary>Whether the installer must provide a value. Default: false, and then it needs a <see cref="Default"/>.</summary>
    public bool Required { get; init; }

    /// <summary>
    /// Whether the value is a secret. The platform hides it, and the plugin masks it in all output. Default: false.
    /// </summary>
    public bool Sensitive { get; init; }

    /// <summary>
    /// The value if the installer provides none. It must match the <see cref="Type"/>, and is only allowed if the parameter is optional.
    /// </summary>
    public ParameterValue? Default { get; init; }
}
