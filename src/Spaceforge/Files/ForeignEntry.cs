namespace Spaceforge.Files;

enum ForeignKind
{
    File,
    Folder,
    Link,

    /// <summary>A FIFO, a socket or a device.</summary>
    Special,
}

/// <summary>An entry in a <see cref="ForeignFolder"/>.</summary>
/// <param name="Path">The path relative to the folder, with slashes. Bytes that are not UTF-8 are escaped as lone surrogates, as in
/// Python.</param>
/// <param name="Kind">The kind of entry.</param>
/// <param name="Size">A file's length.</param>
/// <param name="Allocated">The space that it takes on disk, which is less than its length for sparse files.</param>
/// <param name="Changed">When its content was last changed.</param>
readonly record struct ForeignEntry(string Path, ForeignKind Kind, long Size, long Allocated, DateTime Changed)
{
    /// <summary>Its permissions, where the system has them.</summary>
    public UnixFileMode Mode { get; init; }

    /// <summary>The path in printable form.</summary>
    public string Shown => ForeignName.Show(Path);
}
