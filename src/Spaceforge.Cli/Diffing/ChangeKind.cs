namespace Spaceforge.Cli.Diffing;

/// <summary>What a change means for those who installed the plugin.</summary>
enum ChangeKind
{
    /// <summary>They notice it at most.</summary>
    Other,

    /// <summary>There is something more, and what they have goes on as before.</summary>
    Addition,

    /// <summary>What they have may stop working, or do something else.</summary>
    Breaking,
}
