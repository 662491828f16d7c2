namespace Spaceforge;

/// <summary>The places in a run where a plugin can act, in the order a run comes to them.</summary>
public enum Hook
{
    /// <summary>Before init, the first phase of every run.</summary>
    BeforeInit,

    /// <summary>After init.</summary>
    AfterInit,

    /// <summary>Before the plan is made.</summary>
    BeforePlan,

    /// <summary>After the plan is made and before plan policies look at it.</summary>
    AfterPlan,

    /// <summary>Before apply. A run that waited for confirmation goes on in a new container here.</summary>
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

    /// <summary>After the run, whatever came of it.</summary>
    AfterRun,
}
