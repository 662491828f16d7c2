namespace Spaceforge;

/// <summary>A value that whoever installs the plugin fills in.</summary>
/// <remarks>
/// It reaches a hook through a <see cref="Variable"/> that refers to it:
/// <code>
/// static readonly Parameter ApiKey = new("API Key") { Description = "Key of the service", Required = true, Sensitive = true };
/// </code>
/// A parameter is either <see cref="Required"/> or has a <see cref="Default"/>.
/// </remarks>
/// <param name="Name">What the installer reads beside the field, for instance <c>API Key</c>.</param>
public sealed record Parameter(string Name)
{
    /// <summary>
    /// What the manifest calls the parameter. Left out, it is made from the name: <c>API Key</c> becomes <c>api_key</c>.
    /// A local run reads the environment variable of this name in upper case.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>What the installer is told about the field. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The type of the value. Default: <see cref="ParameterType.String"/>.</summary>
    public ParameterType Type { get; init; }

    /// <summary>Whether the installer must fill it in. Default: no, and then it needs a <see cref="Default"/>.</summary>
    public bool Required { get; init; }

    /// <summary>
    /// Whether the value is a secret. The platform hides it, and the plugin masks it in everything it prints. Default: no.
    /// </summary>
    public bool Sensitive { get; init; }

    /// <summary>
    /// The value when the installer gives none; of the parameter's <see cref="Type"/>, and only where it is not required.
    /// </summary>
    public ParameterValue? Default { get; init; }
}
