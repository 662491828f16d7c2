namespace Spaceforge;

/// <summary>Variables, files and shell commands that the platform attaches to the runs of a stack.</summary>
/// <param name="NamePrefix">The context's name; the platform adds a unique suffix.</param>
public sealed record Context(string NamePrefix)
{
    /// <summary>A description for people. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>
    /// The order of the context's commands relative to the plugin's other contexts: lower numbers run first, in every phase.
    /// Default: 0. The first context with priority 0 is the main context, which also starts the plugin.
    /// </summary>
    public int Priority { get; init; }

    /// <summary>
    /// Whether the manifest uses the name unchanged. Default: false; if there are several contexts, each name gets a prefix that
    /// encodes the priority. If true, only the name determines when the context's commands run: the platform sorts contexts by name,
    /// in reverse order before a phase and in forward order after it.
    /// </summary>
    public bool ExactName { get; init; }

    /// <summary>Environment variables, each with a different name.</summary>
    public IReadOnlyList<Variable> Env { get; init; } = [];

    /// <summary>Shell commands that run before and after the phases of a run.</summary>
    public HookCommands Hooks { get; init; } = new();

    /// <summary>Files that are written into the workspace.</summary>
    public IReadOnlyList<MountedFile> MountedFiles { get; init; } = [];

    /// <summary>Labels of the context, for example <c>env:prod</c>.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
