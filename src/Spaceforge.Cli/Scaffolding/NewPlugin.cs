using Spaceforge.Model;

namespace Spaceforge.Cli.Scaffolding;

/// <summary>A starter plugin: its code from the template, and the matching definition.</summary>
static class NewPlugin
{
    /// <param name="name">Its name.</param>
    /// <param name="minimal">Whether to write only the plugin and its manifest.</param>
    public static IReadOnlyList<ProjectFile> Files(ProjectName name, bool minimal)
    {
        var template = Template.Files(name, name.Text);
        var plugin = template.Single(file => file.Path == Template.PluginFile);
        return [.. minimal ? [plugin] : template, ScaffoldedManifest.Of(Definition(name), plugin)];
    }

    /// <summary>The definition in the code, so that the manifest can be written without a build.</summary>
    static PluginDefinition Definition(ProjectName name)
    {
        var limit = new Parameter("Most deletions")
        {
            Description = "Fail plans that delete more resources than this",
            Type = ParameterType.Number,
            Default = 0,
        };
        return new PluginDefinition
        {
            ClassName = name.ClassName,
            Name = name.Text,
            Version = "1.0.0",
            Author = "Your Name",
            Description = "Fails runs that delete too much.",
            Labels = [],
            Parameters = [limit],
            Contexts = [],
            AddedContext = MainContext.MadeUp(name.Text) with { Env = [Variable.From("MOST_DELETIONS", limit)] },
            Properties = [],
            Binaries = [],
            Policies = [],
            Webhooks = [],
            Hooks = [Hook.AfterPlan],
        };
    }
}
