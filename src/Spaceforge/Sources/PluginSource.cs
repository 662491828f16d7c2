namespace Spaceforge.Sources;

/// <summary>The files that a worker builds a plugin from.</summary>
/// <param name="EntryPoint">The C# file or project, as it is called in <paramref name="Files"/>.</param>
/// <param name="Files">All files, with paths below a folder that they share.</param>
sealed record PluginSource(string EntryPoint, IReadOnlyList<SourceFile> Files);

/// <param name="Path">The path, with slashes.</param>
/// <param name="Text">The text with LF line ends and without a byte order mark, so that it is the same on every machine.</param>
sealed record SourceFile(string Path, string Text);
