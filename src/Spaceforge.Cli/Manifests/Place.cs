namespace Spaceforge.Cli.Manifests;

/// <summary>A place in a text, counted from 1.</summary>
readonly record struct Place(long Line, long Column);
