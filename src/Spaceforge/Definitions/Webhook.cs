namespace Spaceforge;

/// <summary>A URL that the plugin's notification policies can call.</summary>
/// <param name="NamePrefix">The webhook's name; the platform adds a unique suffix, so policies should select it by label.</param>
/// <param name="Endpoint">An absolute http or https URL.</param>
public sealed record Webhook(string NamePrefix, string Endpoint)
{
    /// <summary>The parameter whose value signs the calls (header <c>X-Signature-256</c>). If null, calls are not signed.</summary>
    public ParameterReference? SecretFromParameter { get; init; }

    /// <summary>Labels of the webhook.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
