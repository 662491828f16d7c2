using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>
/// Where no hook writes an input for policies, <c>third_party_metadata.custom</c> may be absent or empty: Spacelift's documents do not say.
/// </summary>
static class CustomInputs
{
    const string Metadata = "third_party_metadata";
    const string Custom = "custom";

    /// <summary>What to say where the two would be decided differently; else null.</summary>
    public static string? OtherReading(PolicyDecision decision, RegoValue? input, PolicyOptions options)
    {
        if (input is not RegoObject document || decision.Failed) return null;

        var metadata = document[Metadata] as RegoObject ?? RegoObject.Empty;
        var custom = metadata[Custom];
        if (custom is not (null or RegoObject { Count: 0 })) return null;

        var other = With(document, Metadata, With(metadata, Custom, custom is null ? RegoObject.Empty : null));
        var differ = decision.Policies
            .Where(policy => policy.Policy.Body.Contains(Custom, StringComparison.Ordinal))
            .Any(policy => !Equals(policy.Result, PolicyEvaluator.Run(
                decision.Kind, policy.Policy, other, options with { Trace = false }, PolicyOptions.Combined).Result));
        var (read, unread) = custom is null ? ("absent", "{}") : ("{}", "absent");
        return differ
            ? $"Whether {Metadata}.{Custom} is absent or {{}} when no hook writes policy input is not documented; here it is {read}, and the result would differ if it were {unread}."
            : null;
    }

    static RegoObject With(RegoObject value, string name, RegoValue? member)
    {
        var key = new RegoString(name);
        var rest = value.Where(pair => !pair.Key.Equals(key));
        return new(member is null ? rest : rest.Append(new(key, member)));
    }
}
