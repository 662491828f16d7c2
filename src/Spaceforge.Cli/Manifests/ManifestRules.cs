using Spaceforge.Manifests;
using Spaceforge.Model;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Manifests;

/// <summary>Checks a manifest by the rules that <c>generate</c> applies.</summary>
static class ManifestRules
{
    /// <summary>The file with all problems, in file order.</summary>
    public static ManifestFile Check(ManifestFile file)
    {
        if (file.Tree is null) return file;

        var findings = new Findings();
        var definition = Definition(file.Manifest, findings);
        var parameters = new ParameterTable(definition.Parameters);
        MetadataRules.CheckPresence(definition, findings);
        ParameterRules.Check(definition, parameters, findings);
        ContextRules.Check(definition, parameters, findings);
        MountedFileRules.CheckAll(definition.Contexts, own: null, findings);
        PolicyRules.Check(definition, findings);
        WebhookRules.Check(definition, parameters, findings);
        TextRules.Check(definition, findings);

        foreach (var ((context, phase, command), payload) in CarriedPayload.Of(file.Manifest))
        {
            if (payload.Problem is { } problem)
            {
                findings.Add(Rules.PayloadBroken, $"contexts[{context}].hooks.{phase}[{command}]", null, problem);
            }
        }

        var broken = findings.All.Select(
            finding => new ManifestProblem(file.File, PathPlace.Of(file.Tree, PathOf(finding)), finding.Rule, finding.Message));
        return file with
        {
            Problems = [.. file.Problems.Concat(broken).Concat(PolicyBodies.Problems(file)).OrderBy(problem => problem.Place.Line)
            .ThenBy(problem => problem.Place.Column)]
        };
    }

    /// <summary>Findings refer to a variable or a policy; the rule determines which of its values is wrong.</summary>
    static string PathOf(Finding finding) => Key(finding.Rule, finding.Place) is { } key ? $"{finding.Place}.{key}" : finding.Place;

    static string? Key(Rule rule, string place) =>
        rule == Rules.ParameterName || rule == Rules.ParameterNameTwice ? "name"
        : rule == Rules.ParameterId ? "id"
        : rule == Rules.RequiredWithDefault || rule == Rules.DefaultType ? "default"
        : rule == Rules.VariableKey || rule == Rules.VariableKeyNotPortable || rule == Rules.VariableTwice ? "key"
        : rule == Rules.VariableNewline ? "value"
        : rule == Rules.UnknownParameter || rule == Rules.AmbiguousParameter
            ? place.StartsWith("webhooks", StringComparison.Ordinal) ? "secretFromParameter" : "value_from_parameter"
        : rule == Rules.SecretInPlainVariable ? "sensitive"
        : rule == Rules.ContextName || rule == Rules.PolicyName || rule == Rules.WebhookName ? "name_prefix"
        : rule == Rules.MountedPath || rule == Rules.MountedPathTwice ? "path"
        : rule == Rules.MountedFileSize ? "content"
        : rule == Rules.UnknownPolicyType ? "type"
        : rule == Rules.PolicyBody ? "body"
        : rule == Rules.UnknownEngineType ? "engine_type"
        : rule == Rules.WebhookEndpoint ? "endpoint"
        : rule == Rules.WebhookSecretNotSensitive ? "secretFromParameter"
        : null;

    /// <summary>The manifest's declarations, without the plugin that it starts.</summary>
    public static PluginDefinition Definition(PluginManifest manifest, Findings findings)
    {
        var parameters = manifest.Parameters.Select(parameter => new Parameter(parameter.Name)
        {
            Id = parameter.Id,
            Description = parameter.Description,
            Type = parameter.Type,
            Sensitive = parameter.Sensitive,
            Required = parameter.Required,
            Default = parameter.Default,
        }).ToArray();
        return new PluginDefinition
        {
            ClassName = manifest.Name,
            Name = manifest.Name,
            Version = manifest.Version,
            Author = manifest.Author,
            Description = manifest.Description,
            Labels = manifest.Labels,
            Parameters = parameters,
            Contexts = [.. manifest.Contexts.Select((context, i) => new Context(context.NamePrefix)
            {
                Description = context.Description,
                Env = [.. context.Env.Select((variable, j) => new Variable(variable.Key)
                {
                    Value = variable.Value,
                    ValueFromParameter = Reference(variable.ValueFromParameter, parameters, $"contexts[{i}].env[{j}]", findings),
                    Sensitive = variable.Sensitive,
                })],
                MountedFiles = context.MountedFiles,
                Hooks = new HookCommands(context.Hooks.ToDictionary(phase => phase.Phase, phase => phase.Commands)),
                Labels = context.Labels,
            })],
            AddedContext = null,
            Properties = [],
            Binaries = [],
            Policies = manifest.Policies,
            Webhooks = [.. manifest.Webhooks.Select((webhook, i) => new Webhook(webhook.NamePrefix, webhook.Endpoint)
            {
                SecretFromParameter = Reference(webhook.SecretFromParameter, parameters, $"webhooks[{i}]", findings),
                Labels = webhook.Labels,
            })],
            Hooks = [],
        };
    }

    /// <summary>References in a definition may use names; in a manifest they use ids.</summary>
    static ParameterReference? Reference(string? reference, Parameter[] parameters, string place, Findings findings)
    {
        if (reference is null) return null;
        if (parameters.Any(parameter => parameter.Id == reference)
            || parameters.FirstOrDefault(parameter => parameter.Name == reference) is not { } named)
        {
            return reference;
        }

        findings.Add(
            Rules.UnknownParameter, place,
            null, $"There is no parameter with the id '{reference}'. Manifests refer to parameters by id; the parameter with that name has the id '{named.Id}'.");
        return named;
    }
}
