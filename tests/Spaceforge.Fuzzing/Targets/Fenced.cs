namespace Spaceforge.Fuzzing.Targets;

/// <summary>A folder to unpack into, beside others that must stay as they are.</summary>
sealed class Fenced : IDisposable
{
    const string Outside = "outside";
    const string Text = "as it was";

    readonly TemporaryFolder _all = new();

    public Fenced()
    {
        Directory.CreateDirectory(Inside);
        _all.Write($"{Outside}/file", Text);
    }

    public string Root => _all.Path;

    public string Inside => _all.PathOf("inside");

    /// <param name="allowed">What else may be beside the folder.</param>
    /// <exception cref="FindingException">Something outside has changed.</exception>
    public void Check(params string[] allowed)
    {
        var there = Directory.GetFileSystemEntries(Root).Select(path => Path.GetFileName(path))
            .Except([Outside, "inside", .. allowed]).ToArray();
        if (there.Length > 0) throw new FindingException($"Outside of the folder there is now: {string.Join(", ", there)}");

        var outside = _all.PathOf(Outside);
        if (Directory.GetFileSystemEntries(outside).Length != 1 || File.ReadAllText(Path.Combine(outside, "file")) != Text
            || File.GetUnixFileMode(outside) == UnixFileMode.None)
        {
            throw new FindingException("A file outside of the folder has changed.");
        }
    }

    public void Dispose()
    {
        // A folder that nobody may enter cannot be deleted by a user without root.
        Open(new DirectoryInfo(Root));
        _all.Dispose();
    }

    static void Open(DirectoryInfo folder)
    {
        if (folder.LinkTarget is not null) return;

        folder.UnixFileMode |= UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (var below in folder.GetDirectories()) Open(below);
    }
}
