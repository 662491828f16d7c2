using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>A planned change to a resource or an output: the actions, and the values before and after them.</summary>
public abstract class Change : PlanNode
{
    private protected Change(JsonSlice slice, IReadOnlyList<ChangeAction> actions)
        : base(slice) => Actions = actions;

    /// <summary>The actions in order; a replacement has two.</summary>
    public IReadOnlyList<ChangeAction> Actions { get; }

    /// <summary>Nothing changes.</summary>
    public bool IsNoOp => Is(ChangeAction.NoOp);

    /// <summary>It is created. Not true for replacements: see <see cref="IsReplace"/>.</summary>
    public bool IsCreate => Is(ChangeAction.Create);

    /// <summary>A data source is read during apply.</summary>
    public bool IsRead => Is(ChangeAction.Read);

    /// <summary>It is updated in place.</summary>
    public bool IsUpdate => Is(ChangeAction.Update);

    /// <summary>It is destroyed without a replacement. Not true for replacements: see <see cref="IsReplace"/>.</summary>
    public bool IsDelete => Is(ChangeAction.Delete);

    /// <summary>It is removed from the state but continues to exist.</summary>
    public bool IsForget => Is(ChangeAction.Forget);

    /// <summary>A new object replaces one that is destroyed or forgotten, in either order.</summary>
    public bool IsReplace =>
        Actions.Contains(ChangeAction.Create) && (Actions.Contains(ChangeAction.Delete) || Actions.Contains(ChangeAction.Forget));

    /// <summary>The values before; null if there were none.</summary>
    public JsonElement? Before => Get(ChangeJson, "before");

    /// <summary>The values after, without those that are not known yet; null if there are none.</summary>
    public JsonElement? After => Get(ChangeJson, "after");

    /// <summary>Has the shape of <see cref="After"/>, with <c>true</c> for each value that is not known before apply.</summary>
    public JsonElement? AfterUnknown => Get(ChangeJson, "after_unknown");

    /// <summary>
    /// The value after, with a text for each part that is not known before apply; null if there is no value.
    /// </summary>
    /// <param name="unknown">The text, for example <c>(known after apply)</c>.</param>
    public JsonElement? DescribeAfter(string unknown) => UnknownParts.Describe(After, AfterUnknown, unknown);

    /// <summary>Has the shape of <see cref="Before"/>, with <c>true</c> for sensitive values; just <c>true</c> if all of it is.</summary>
    public JsonElement? BeforeSensitive => Get(ChangeJson, "before_sensitive");

    /// <summary>Has the shape of <see cref="After"/>, with <c>true</c> for sensitive values; just <c>true</c> if all of it is.</summary>
    public JsonElement? AfterSensitive => Get(ChangeJson, "after_sensitive");

    // Resources have the change in a separate property. For outputs, the documentation says the same, but files have it inline.
    private protected JsonElement ChangeJson => Get("change") ?? Json;

    bool Is(ChangeAction action) => Actions.Count == 1 && Actions[0] == action;
}
