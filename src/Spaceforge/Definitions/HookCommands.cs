namespace Spaceforge;

/// <summary>Shell commands that a context runs before or after the phases of a run.</summary>
/// <remarks>
/// <code>
/// Hooks = new() { BeforeApply = ["echo 'Starting deployment'", "kubectl get pods"] }
/// </code>
/// All commands of a phase run in the same shell as the phase itself and are joined by <c>&amp;&amp;</c>, so each must be a single line.
/// To use a program that the plugin installs, first run <c>export PATH="/mnt/workspace/plugins/plugin_binaries:$PATH"</c>.
/// </remarks>
public sealed record HookCommands
{
    readonly Dictionary<string, IReadOnlyList<string>> _byPhase;

    /// <summary>No commands; set the properties of the phases that need some.</summary>
    public HookCommands() => _byPhase = [];

    /// <summary>Commands by phase name as in a manifest, for example <c>before_init</c>.</summary>
    /// <param name="byPhase">Commands by phase. An unknown phase is an error when the manifest is generated.</param>
    public HookCommands(IReadOnlyDictionary<string, IReadOnlyList<string>> byPhase) => _byPhase = new(byPhase);

    /// <summary>Commands before init, the first phase of every run.</summary>
    public IReadOnlyList<string> BeforeInit { get => this["before_init"]; init => _byPhase = With("before_init", value); }

    /// <summary>Commands after init.</summary>
    public IReadOnlyList<string> AfterInit { get => this["after_init"]; init => _byPhase = With("after_init", value); }

    /// <summary>Commands before the plan is created.</summary>
    public IReadOnlyList<string> BeforePlan { get => this["before_plan"]; init => _byPhase = With("before_plan", value); }

    /// <summary>Commands after the plan is created and before plan policies evaluate it.</summary>
    public IReadOnlyList<string> AfterPlan { get => this["after_plan"]; init => _byPhase = With("after_plan", value); }

    /// <summary>Commands before apply. A run that waited for confirmation continues here, in a new container.</summary>
    public IReadOnlyList<string> BeforeApply { get => this["before_apply"]; init => _byPhase = With("before_apply", value); }

    /// <summary>Commands after apply.</summary>
    public IReadOnlyList<string> AfterApply { get => this["after_apply"]; init => _byPhase = With("after_apply", value); }

    /// <summary>Commands before a task is performed.</summary>
    public IReadOnlyList<string> BeforePerform { get => this["before_perform"]; init => _byPhase = With("before_perform", value); }

    /// <summary>Commands after a task is performed.</summary>
    public IReadOnlyList<string> AfterPerform { get => this["after_perform"]; init => _byPhase = With("after_perform", value); }

    /// <summary>Commands before destroy, in module tests and when a stack is destroyed.</summary>
    public IReadOnlyList<string> BeforeDestroy { get => this["before_destroy"]; init => _byPhase = With("before_destroy", value); }

    /// <summary>Commands after destroy.</summary>
    public IReadOnlyList<string> AfterDestroy { get => this["after_destroy"]; init => _byPhase = With("after_destroy", value); }

    /// <summary>Commands after the run, whether it succeeded or not.</summary>
    public IReadOnlyList<string> AfterRun { get => this["after_run"]; init => _byPhase = With("after_run", value); }

    internal IReadOnlyDictionary<string, IReadOnlyList<string>> ByPhase => _byPhase;

    internal IReadOnlyList<string> this[string phase] => _byPhase.GetValueOrDefault(phase, []);

    Dictionary<string, IReadOnlyList<string>> With(string phase, IReadOnlyList<string> commands) => new(_byPhase) { [phase] = commands };
}
