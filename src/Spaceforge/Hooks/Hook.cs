namespace Spaceforge;

/// <summary>The points in a run at which a plugin can act, in the order in which they occur.</summary>
public enum Hook
{
    /// <summary>Before init, the first phase of every run.</summary>
    BeforeInit,

    /// <summary>After init.</summary>
    AfterInit,

    /// <summary>Before the plan is created.</summary>
    BeforePlan,

    /// <summary>After the plan is created and before plan policies evaluate it.</summary>
    AfterPlan,

    /// <summary>Before apply. A run that waited for confirmation continues here, in a new container.</summary>
    BeforeApply,

    /// <summary>After apply.</summary>
    AfterApply,

    /// <summary>Before a task is performed.</summary>
    BeforePerform,

    /// <summary>After a task is performed.</summary>
    AfterPerform,

    /// <summary>Before destroy, in module tests and when a stack is destroyed.</summary>
    BeforeDestroy,

    /// <summary>After destroy.</summary>
    AfterDestroy,

    /// <summary>After the run, whether it succeeded or not.</summary>
    AfterRun,
}
