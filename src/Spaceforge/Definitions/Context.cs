namespace Spaceforge;

/// <summary>Variables, files and shell commands that the platform attaches to the runs of a stack.</summary>
/// <param name="NamePrefix">The context's name; the platform adds a unique ending.</param>
public sealed record Context(string NamePrefix)
{
    /// <summary>What people read about the context. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>
    /// Where the context's commands stand among those of the plugin's other contexts: lower numbers run first, in every phase.
    /// Default: 0. The first context of priority 0 is the main one, which also takes what starts the plugin itself.
    /// </summary>
    public int Priority { get; init; }

    /// <summary>
    /// Whether the manifest has the name as it is. Default: no, and where there are several contexts, each gets a prefix that keeps the
    /// order of the priorities. With it, the name alone says when the context's commands run: the platform sorts contexts by name,
    /// backwards before a phase and forwards after it.
    /// </summary>
    public bool ExactName { get; init; }

    /// <summary>Environment variables, each with a name of its own.</summary>
    public IReadOnlyList<Variable> Env { get; init; } = [];

    /// <summary>Shell commands around the phases of a run.</summary>
    public HookCommands Hooks { get; init; } = new();

    /// <summary>Files put into the workspace.</summary>
    public IReadOnlyList<MountedFile> MountedFiles { get; init; } = [];

    /// <summary>Labels of the context, for instance <c>env:prod</c>.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
