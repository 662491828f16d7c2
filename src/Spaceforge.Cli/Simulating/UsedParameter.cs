namespace Spaceforge.Cli.Simulating;

/// <summary>A parameter of an installed plugin as the run used it.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Id">The parameter's id.</param>
/// <param name="Value">Its value; null if it is sensitive or has none.</param>
/// <param name="Sensitive">Whether the value is hidden.</param>
/// <param name="Origin">Where the value comes from.</param>
sealed record UsedParameter(string Plugin, string Id, string? Value, bool Sensitive, string Origin)
{
    /// <summary>Whether a variable of the environment sets it that no option names.</summary>
    public bool IsImplicit { get; init; }
}
