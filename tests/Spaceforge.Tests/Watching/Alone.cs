namespace Spaceforge.Tests.Watching;

/// <summary>Tests about the whole process (its memory, its children, its variables), which run while no other test does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
