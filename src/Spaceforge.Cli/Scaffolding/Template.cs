using System.Reflection;
using Spaceforge.Cli.Resources;

namespace Spaceforge.Cli.Scaffolding;

/// <summary>
/// The files around a plugin's code, with names filled in. They come from <c>src/Spaceforge.Templates/plugin</c>, a plugin
/// called <c>Template Plugin</c>.
/// </summary>
static class Template
{
    public const string PluginFile = "plugin.cs";
    public const string TestFile = "tests/TemplatePluginTests.cs";
    public const string Scenarios = "scenarios/";

    const string Start = "new/";

    static readonly Assembly Tool = typeof(Template).Assembly;

    /// <summary>The version of the library, which is also the tool's.</summary>
    public static string Version { get; } = Tool.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    static readonly string XunitVersion = Tool.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "XunitVersion").Value!;

    /// <summary>The JSON schema of scenarios.</summary>
    public static string ScenarioSchema => Read($"{Scenarios}scenario.schema.json");

    /// <summary>All files, ordered by path.</summary>
    /// <param name="name">The name of the folder and the class.</param>
    /// <param name="pluginName">The plugin's name in the manifest.</param>
    public static IReadOnlyList<ProjectFile> Files(ProjectName name, string pluginName) =>
    [
        .. Tool.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Start, StringComparison.Ordinal))
            .Select(resource => resource[Start.Length..].Replace('\\', '/'))
            .Select(path => new ProjectFile(
                Fill(path, name, name.Text),
                Fill(Read(path), name, path.EndsWith(".csproj", StringComparison.Ordinal) ? name.Text : pluginName)))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    public static string Fill(string text, ProjectName name, string pluginName) => text
        .Replace("Template Plugin", pluginName, StringComparison.Ordinal)
        .Replace("TemplatePlugin", name.ClassName, StringComparison.Ordinal)
        .Replace("$(SpaceforgeVersion)", Version, StringComparison.Ordinal)
        .Replace("$(XunitVersion)", XunitVersion, StringComparison.Ordinal);

    static string Read(string path) => ToolResource.ReadText(Start + path);
}
