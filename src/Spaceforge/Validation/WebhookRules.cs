using Spaceforge.Definitions;
using Spaceforge.Model;

namespace Spaceforge.Validation;

static class WebhookRules
{
    public static void Check(PluginDefinition definition, ParameterTable parameters, Findings findings)
    {
        for (var i = 0; i < definition.Webhooks.Count; i++)
        {
            var webhook = definition.Webhooks[i];
            var place = $"webhooks[{i}]";
            if (string.IsNullOrWhiteSpace(webhook.NamePrefix))
            {
                findings.Add(Rules.WebhookName, place, null, "The name is empty.");
            }

            if (!AbsoluteUrl.IsValid(webhook.Endpoint))
            {
                findings.Add(
                    Rules.WebhookEndpoint, place, webhook.NamePrefix, $"'{webhook.Endpoint}' is not an absolute http or https URL.");
            }

            if (webhook.SecretFromParameter is { } reference
                && ReferenceRules.Resolve(
                    reference, definition, parameters, place, webhook.NamePrefix, findings) is { Sensitive: false } parameter)
            {
                findings.Add(Rules.WebhookSecretNotSensitive, place, webhook.NamePrefix,
                    $"The parameter '{parameter.Name}' signs the calls but is not sensitive; make it sensitive.");
            }
        }
    }
}
