namespace Spaceforge.Sources;

/// <summary>The files that a worker builds a plugin from.</summary>
/// <param name="EntryPoint">The C# file or project, by its path in <paramref name="Files"/>.</param>
/// <param name="Files">All files, with paths relative to their common folder.</param>
sealed record PluginSource(string EntryPoint, IReadOnlyList<SourceFile> Files);

/// <param name="Path">The path, with slashes.</param>
/// <param name="Text">The text with LF line endings and without a byte order mark, so that it is the same on every machine.</param>
sealed record SourceFile(string Path, string Text);
