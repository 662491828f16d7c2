namespace Spaceforge;

/// <summary>An Open Policy Agent policy that is part of the plugin.</summary>
/// <param name="NamePrefix">The policy's name; the platform adds a unique suffix.</param>
/// <param name="Type">The kind of decision it makes, for example <see cref="PolicyType.Plan"/>.</param>
/// <param name="Body">The Rego source, kept byte for byte.</param>
public sealed record Policy(string NamePrefix, PolicyType Type, string Body)
{
    /// <summary>The version of Rego. If null, the platform uses <see cref="PolicyEngineType.RegoV0"/>.</summary>
    public PolicyEngineType? EngineType { get; init; }

    /// <summary>Labels of the policy.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
