namespace Spaceforge;

/// <summary>An Open Policy Agent policy that comes with the plugin.</summary>
/// <param name="NamePrefix">The policy's name; the platform adds a unique ending.</param>
/// <param name="Type">What it decides about, for instance <see cref="PolicyType.Plan"/>.</param>
/// <param name="Body">The Rego source, kept to the byte.</param>
public sealed record Policy(string NamePrefix, PolicyType Type, string Body)
{
    /// <summary>The version of Rego; left out, the platform takes <see cref="PolicyEngineType.RegoV0"/>.</summary>
    public PolicyEngineType? EngineType { get; init; }

    /// <summary>Labels of the policy.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
