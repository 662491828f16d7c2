namespace Spaceforge.Cli.Scaffolding;

/// <param name="Path">Its path in the plugin's folder, with slashes.</param>
/// <param name="Text">Its text.</param>
sealed record ProjectFile(string Path, string Text);
