using Spaceforge.Hooks;

namespace Spaceforge.Cli.RuntimeConfiguration;

/// <summary>A setting of a run and where it comes from.</summary>
/// <param name="Key">The key of a settings block.</param>
/// <param name="Origin">For instance <c>stacks.production</c>.</param>
/// <param name="Shown">The value, in a few words.</param>
sealed record SettingSource(string Key, string Origin, string Shown);

/// <summary>What the runtime configuration and the stack make of a run's settings.</summary>
sealed record RunSettings
{
    /// <summary>The settings without any runtime configuration.</summary>
    public static RunSettings None { get; } = new();

    /// <summary>The version of the file; null if there is none.</summary>
    public int? Version { get; init; }

    /// <summary>Shell commands by hook, with their origin.</summary>
    public IReadOnlyDictionary<string, (IReadOnlyList<string> Commands, string Origin)> Hooks { get; init; } =
        new Dictionary<string, (IReadOnlyList<string>, string)>();

    /// <summary>The variables that override those of contexts and of the stack.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The project root; null if the file does not set it.</summary>
    public string? ProjectRoot { get; init; }

    /// <summary>The runner image; null if the file does not set it.</summary>
    public string? RunnerImage { get; init; }

    public IReadOnlyList<string> SparseCheckoutPaths { get; init; } = [];

    /// <summary>Every setting that the file sets, in the order of the reference.</summary>
    public IReadOnlyList<SettingSource> Sources { get; init; } = [];

    /// <summary>What works differently from what a reader of the file may expect.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <param name="version">1 or 2.</param>
    /// <param name="single">The configuration of this run; null for none.</param>
    /// <param name="own">The stack's or the test case's block; null for none.</param>
    /// <param name="defaults">The defaults of the file; null for none.</param>
    /// <param name="stackRoot">The project root of the stack's settings; empty for none.</param>
    /// <param name="stackVariables">The variables of the stack's settings.</param>
    public static RunSettings Of(
        int version, SettingsBlock? single, SettingsBlock? own, SettingsBlock? defaults,
        string stackRoot, IReadOnlyDictionary<string, string> stackVariables)
    {
        var warnings = new List<string>();
        var sources = new List<SettingSource>();
        SettingsBlock[] blocks = [.. ((SettingsBlock?[])[single, own, defaults]).OfType<SettingsBlock>()];
        // In version 1 the stack comes before the file's defaults.
        var rooted = version == 1 && stackRoot.Length > 0 ? [.. blocks.Where(block => block != defaults)] : blocks;
        var hooks = new Dictionary<string, (IReadOnlyList<string>, string)>(StringComparer.Ordinal);
        foreach (var name in HookNames.All)
        {
            if (blocks.FirstOrDefault(block => block.Hooks.ContainsKey(name)) is not { } block) continue;

            hooks[name] = (block.Hooks[name], block.Origin);
            sources.Add(new SettingSource(name, block.Origin, Count(block.Hooks[name].Count, "command")));
            if (block == own && defaults?.Hooks.ContainsKey(name) == true)
            {
                warnings.Add($"{name} of {own.Origin} replaces {name} of {defaults.Origin}; lists are not merged.");
            }
        }

        var environment = Variables(version, blocks, own, defaults, stackVariables, warnings, sources);
        var root = rooted.FirstOrDefault(block => block.ProjectRoot is not null);
        if (root is not null)
        {
            sources.Add(
                new SettingSource("project_root", root.Origin, root.ProjectRoot is "" ? "(the repository's root)" : root.ProjectRoot!));
        }
        var paths = blocks.FirstOrDefault(block => block.SparseCheckoutPaths is { Count: > 0 });
        if (paths is not null)
        {
            sources.Add(new SettingSource("git_sparse_checkout_paths", paths.Origin, string.Join(", ", paths.SparseCheckoutPaths!)));
        }
        foreach (var (key, value) in (IEnumerable<(string, Func<SettingsBlock, string?>)>)
        [
            ("runner_image", block => block.RunnerImage), ("terraform_version", block => block.TerraformVersion),
            ("opentofu_version", block => block.OpenTofuVersion), ("terraform_workflow_tool", block => block.WorkflowTool),
        ])
        {
            if (blocks.FirstOrDefault(block => value(block) is not null) is { } block)
            {
                sources.Add(new SettingSource(key, block.Origin, value(block)!));
            }
        }

        return new RunSettings
        {
            Hooks = hooks,
            Environment = environment,
            ProjectRoot = root?.ProjectRoot,
            RunnerImage = blocks.FirstOrDefault(block => block.RunnerImage is not null)?.RunnerImage,
            SparseCheckoutPaths = paths?.SparseCheckoutPaths ?? [],
            Sources = sources,
            Warnings = warnings,
        };
    }

    static Dictionary<string, string> Variables(
        int version, SettingsBlock[] blocks, SettingsBlock? own, SettingsBlock? defaults,
        IReadOnlyDictionary<string, string> stackVariables, List<string> warnings, List<SettingSource> sources)
    {
        if (blocks.FirstOrDefault(block => block.Environment is not null) is not { Environment: { } map } block) return [];

        var variables = new Dictionary<string, string>(map, StringComparer.Ordinal);
        if (block != defaults && defaults?.Environment?.Keys.Except(map.Keys)
            .Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } lost)
        {
            warnings.Add($"environment of {block.Origin} replaces that of {defaults.Origin}; not set by it: {string.Join(", ", lost)}.");
        }

        if (version == 1 && block == defaults
            && map.Keys.Intersect(stackVariables.Keys).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } hidden)
        {
            // The documentation contradicts itself here: the safe reading is that a default does not win.
            foreach (var name in hidden) variables.Remove(name);
            warnings.Add($"In version 1 the stack's {string.Join(", ", hidden)} hides that of {block.Origin}; Spacelift's documentation is not clear about it. With 'version: 2' the file's counts.");
        }

        sources.Add(new SettingSource("environment", block.Origin, string.Join(", ", variables.Keys)));
        return variables;
    }

    static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
