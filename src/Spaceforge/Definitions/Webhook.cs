namespace Spaceforge;

/// <summary>An address that notification policies of the plugin can call.</summary>
/// <param name="NamePrefix">The webhook's name; the platform adds a unique ending, so policies best find it by a label.</param>
/// <param name="Endpoint">An absolute http or https address.</param>
public sealed record Webhook(string NamePrefix, string Endpoint)
{
    /// <summary>The parameter whose value signs the calls (header <c>X-Signature-256</c>); left out, they are not signed.</summary>
    public ParameterReference? SecretFromParameter { get; init; }

    /// <summary>Labels of the webhook.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
