using Spaceforge.Model;

namespace Spaceforge.Cli.Scaffolding;

/// <summary>A plugin to begin with: its code in the template, and what that declares.</summary>
static class NewPlugin
{
    /// <param name="name">What it is called.</param>
    /// <param name="minimal">Whether it is the plugin and its manifest alone.</param>
    public static IReadOnlyList<ProjectFile> Files(ProjectName name, bool minimal)
    {
        var template = Template.Files(name, name.Text);
        var plugin = template.Single(file => file.Path == Template.PluginFile);
        return [.. minimal ? [plugin] : template, ScaffoldedManifest.Of(Definition(name), plugin)];
    }

    /// <summary>What the code declares, so that its manifest needs no build.</summary>
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
