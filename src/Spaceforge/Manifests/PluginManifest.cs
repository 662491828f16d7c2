namespace Spaceforge.Manifests;

/// <summary>A plugin manifest as the platform reads it, with all names and references resolved.</summary>
sealed record PluginManifest
{
    public required string Name { get; init; }
    public required string Version { get; init; }
    public required string Description { get; init; }
    public required string Author { get; init; }
    public required IReadOnlyList<string> Labels { get; init; }
    public required IReadOnlyList<ManifestParameter> Parameters { get; init; }
    public required IReadOnlyList<ManifestContext> Contexts { get; init; }
    public required IReadOnlyList<ManifestWebhook> Webhooks { get; init; }
    public required IReadOnlyList<Policy> Policies { get; init; }
}

sealed record ManifestParameter(
    string Name, string Description, ParameterType Type, bool Sensitive, bool Required, ParameterValue? Default, string Id);

sealed record ManifestVariable(string Key, string? Value, string? ValueFromParameter, bool Sensitive);

/// <param name="NamePrefix">The name, including the prefix that encodes the order of the plugin's contexts.</param>
/// <param name="Hooks">Phases that have commands, in phase order.</param>
sealed record ManifestContext(
    string NamePrefix,
    string Description,
    IReadOnlyList<ManifestVariable> Env,
    IReadOnlyList<MountedFile> MountedFiles,
    IReadOnlyList<PhaseCommands> Hooks,
    IReadOnlyList<string> Labels);

sealed record PhaseCommands(string Phase, IReadOnlyList<string> Commands);

sealed record ManifestWebhook(string NamePrefix, string Endpoint, string? SecretFromParameter, IReadOnlyList<string> Labels);
