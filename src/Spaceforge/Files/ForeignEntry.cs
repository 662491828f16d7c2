namespace Spaceforge.Files;

enum ForeignKind
{
    File,
    Folder,
    Link,

    /// <summary>A FIFO, a socket or a device.</summary>
    Special,
}

/// <summary>What was found in a <see cref="ForeignFolder"/>.</summary>
/// <param name="Path">Below the folder that was asked, with slashes. What is no UTF-8 in it is escaped, as in Python, by lone
/// surrogates.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">A file's length.</param>
/// <param name="Allocated">What it takes on the disk: less than its length where it has holes.</param>
/// <param name="Changed">When its content changed last.</param>
readonly record struct ForeignEntry(string Path, ForeignKind Kind, long Size, long Allocated, DateTime Changed)
{
    /// <summary>The path as it can be printed.</summary>
    public string Shown => ForeignName.Show(Path);
}
