namespace Spaceforge.Cli.RuntimeConfiguration;

/// <summary>Settings from one place; what it does not set is null.</summary>
/// <param name="Origin">The place, for instance <c>stacks.production</c>.</param>
sealed record SettingsBlock(string Origin)
{
    public static SettingsBlock Empty { get; } = new("");

    /// <summary>Shell commands by hook, for the hooks that it sets.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Hooks { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    public string? ProjectRoot { get; init; }

    public string? RunnerImage { get; init; }

    public string? TerraformVersion { get; init; }

    public string? OpenTofuVersion { get; init; }

    public string? WorkflowTool { get; init; }

    public IReadOnlyList<string>? SparseCheckoutPaths { get; init; }
}
