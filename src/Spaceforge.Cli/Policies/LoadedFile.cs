namespace Spaceforge.Cli.Policies;

/// <summary>A file that was read.</summary>
/// <param name="Path">What the user calls it.</param>
/// <param name="Folders">The folders between what the user named and the file: where data of it lies.</param>
/// <param name="Content">What is in it.</param>
sealed record LoadedFile(string Path, IReadOnlyList<string> Folders, byte[] Content)
{
    public string Extension => System.IO.Path.GetExtension(Path);

    /// <summary>The folder it is in, as the user calls it.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path) ?? "";
}
