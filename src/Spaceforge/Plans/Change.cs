using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>What a plan does to a resource or an output: the actions, and the values before and after them.</summary>
public abstract class Change : PlanNode
{
    private protected Change(JsonSlice slice, IReadOnlyList<ChangeAction> actions)
        : base(slice) => Actions = actions;

    /// <summary>The actions in their order; a replacement has two.</summary>
    public IReadOnlyList<ChangeAction> Actions { get; }

    /// <summary>Nothing changes.</summary>
    public bool IsNoOp => Is(ChangeAction.NoOp);

    /// <summary>It is new. A replacement is not: see <see cref="IsReplace"/>.</summary>
    public bool IsCreate => Is(ChangeAction.Create);

    /// <summary>A data source is read while the plan is applied.</summary>
    public bool IsRead => Is(ChangeAction.Read);

    /// <summary>It is changed in place.</summary>
    public bool IsUpdate => Is(ChangeAction.Update);

    /// <summary>It is destroyed, and nothing takes its place. A replacement is not this: see <see cref="IsReplace"/>.</summary>
    public bool IsDelete => Is(ChangeAction.Delete);

    /// <summary>It leaves the state and goes on to exist.</summary>
    public bool IsForget => Is(ChangeAction.Forget);

    /// <summary>A new object takes the place of one that is destroyed or forgotten, in either order.</summary>
    public bool IsReplace =>
        Actions.Contains(ChangeAction.Create) && (Actions.Contains(ChangeAction.Delete) || Actions.Contains(ChangeAction.Forget));

    /// <summary>The values before; null where there was nothing.</summary>
    public JsonElement? Before => Get(ChangeJson, "before");

    /// <summary>The values after, without those that are not known yet; null where nothing is left.</summary>
    public JsonElement? After => Get(ChangeJson, "after");

    /// <summary>Shaped as <see cref="After"/>, with <c>true</c> for each value that is not known before the plan is applied.</summary>
    public JsonElement? AfterUnknown => Get(ChangeJson, "after_unknown");

    /// <summary>
    /// The value after, with a text in place of each part that is not known before the plan is applied; null where there is no value.
    /// </summary>
    /// <param name="unknown">The text, for instance <c>(known after apply)</c>.</param>
    public JsonElement? DescribeAfter(string unknown) => UnknownParts.Describe(After, AfterUnknown, unknown);

    /// <summary>Shaped as <see cref="Before"/>, with <c>true</c> for each sensitive value; <c>true</c> alone where all of it is.</summary>
    public JsonElement? BeforeSensitive => Get(ChangeJson, "before_sensitive");

    /// <summary>Shaped as <see cref="After"/>, with <c>true</c> for each sensitive value; <c>true</c> alone where all of it is.</summary>
    public JsonElement? AfterSensitive => Get(ChangeJson, "after_sensitive");

    // Resources have the change in a property of its own. Outputs have it there by the documentation, and directly in files.
    private protected JsonElement ChangeJson => Get("change") ?? Json;

    bool Is(ChangeAction action) => Actions.Count == 1 && Actions[0] == action;
}
