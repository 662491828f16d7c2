using Spaceforge.Model;

namespace Spaceforge.Validation;

static class PolicyRules
{
    public static void Check(PluginDefinition definition, Findings findings)
    {
        for (var i = 0; i < definition.Policies.Count; i++)
        {
            var policy = definition.Policies[i];
            var place = $"policies[{i}]";
            if (string.IsNullOrWhiteSpace(policy.NamePrefix))
            {
                findings.Add(Rules.PolicyName, place, null, "The name is empty.");
            }

            if (!PolicyType.All.Contains(policy.Type))
            {
                findings.Add(Rules.UnknownPolicyType, place, policy.NamePrefix,
                    $"Unknown policy type '{policy.Type.Name}'; use one of {string.Join(", ", PolicyType.All.Select(type => type.Name))}.");
            }

            if (string.IsNullOrWhiteSpace(policy.Body))
            {
                findings.Add(Rules.PolicyBody, place, policy.NamePrefix, "The body is empty; put the policy's Rego source there.");
            }

            if (policy.EngineType is { } engine && !PolicyEngineType.All.Contains(engine))
            {
                findings.Add(Rules.UnknownEngineType, place, policy.NamePrefix,
                    $"Unknown engine type '{engine.Name}'; use one of {string.Join(", ", PolicyEngineType.All.Select(type => type.Name))}.");
            }
        }
    }
}
