using Spaceforge.Hooks;
using Spaceforge.Launching;
using Spaceforge.Model;

namespace Spaceforge.Manifests;

/// <summary>Builds the manifest of a valid definition.</summary>
static class ManifestBuilder
{
    public static PluginManifest Build(PluginDefinition definition, WorkerLaunch launch)
    {
        var parameters = new ParameterTable(definition.Parameters);
        return new PluginManifest
        {
            Name = definition.Name,
            Version = definition.Version,
            Description = definition.Description,
            Author = definition.Author,
            Labels = definition.Labels,
            Parameters = [.. definition.Parameters.Zip(parameters.Ids, ToManifest)],
            Contexts = Contexts(definition, parameters, launch),
            Webhooks =
            [
                .. definition.Webhooks.Select(webhook => new ManifestWebhook(
                    webhook.NamePrefix, webhook.Endpoint, IdOf(webhook.SecretFromParameter, parameters), webhook.Labels)),
            ],
            Policies = definition.Policies,
        };
    }

    static ManifestParameter ToManifest(Parameter parameter, string id) => new(
        parameter.Name, parameter.Description, parameter.Type, parameter.Sensitive, parameter.Required, parameter.Default, id);

    static IReadOnlyList<ManifestContext> Contexts(PluginDefinition definition, ParameterTable parameters, WorkerLaunch launch)
    {
        var main = definition.AddedContext ?? MainContext.Of(definition.Contexts);
        IReadOnlyList<Context> contexts = definition.AddedContext is { } added ? [added, .. definition.Contexts] : definition.Contexts;

        return ContextOrder.Apply([.. contexts.Select(context => new ContextOrder.Ranked(
            ToManifest(context, parameters, ReferenceEquals(context, main) ? launch : null), context.ExactName
                ? null : context.Priority))]);
    }

    static ManifestContext ToManifest(Context context, ParameterTable parameters, WorkerLaunch? launch) => new(
        context.NamePrefix,
        context.Description,
        [
            .. context.Env.Select(variable => new ManifestVariable(
                variable.Key, variable.Value, IdOf(variable.ValueFromParameter, parameters), parameters.IsSensitive(variable))),
        ],
        [.. context.MountedFiles, .. launch?.Files ?? []],
        [
            .. HookNames.All
                .Select(phase => new PhaseCommands(
                    phase, [.. launch?.Before(phase) ?? [], .. context.Hooks[phase], .. launch?.After(phase) ?? []]))
                .Where(phase => phase.Commands.Count > 0),
        ],
        context.Labels);

    static string? IdOf(ParameterReference? reference, ParameterTable parameters) =>
        reference is { } given ? parameters.Get(given).Id : null;
}
