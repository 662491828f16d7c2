namespace Spaceforge.Tests.Watching;

/// <summary>Tests that measure the memory of the whole process, and so run while no other test does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
