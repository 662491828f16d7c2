namespace Spaceforge.Cli.Policies;

/// <summary>A file that was read.</summary>
/// <param name="Path">What the user calls it.</param>
/// <param name="Folders">The folders between what the user named and the file: where data of it lies.</param>
/// <param name="Content">What is in it.</param>
sealed record LoadedFile(string Path, IReadOnlyList<string> Folders, byte[] Content)
{
    /// <summary>What its tests have in common with it, where that is not the path.</summary>
    public string? Key { get; init; }

    /// <summary>It is a plugin's manifest, and no data.</summary>
    public bool IsManifest { get; init; }

    public string Extension => System.IO.Path.GetExtension(Path);

    /// <summary>The folder it is in, as the user calls it.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path) ?? "";
}
