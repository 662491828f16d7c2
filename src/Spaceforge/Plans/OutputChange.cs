using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>A planned change to an output of the root module.</summary>
public sealed class OutputChange : Change
{
    internal OutputChange(JsonSlice slice, IReadOnlyList<ChangeAction> actions, string name)
        : base(slice, actions) => Name = name;

    /// <summary>The output's name.</summary>
    public string Name { get; }
}
