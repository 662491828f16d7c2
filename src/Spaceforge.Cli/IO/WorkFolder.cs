using System.Security.Cryptography;
using Spaceforge.Files;

namespace Spaceforge.Cli.IO;

/// <summary>
/// A folder for a command's temporary files, which no other user may see. It is deleted with this object; if the command is killed, by a
/// later command, an hour later or more.
/// </summary>
sealed class WorkFolder : IDisposable
{
    const string Prefix = "spaceforge-work-";
    const string KeptPrefix = "spaceforge-kept-";
    const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Long enough for another process to make its folder and lock it.
    static readonly TimeSpan Youngest = TimeSpan.FromHours(1);

    static string? s_cleaned;

    readonly ForeignFolder _temporary;
    readonly string _name;

    readonly bool _isKept;

    // Shows other processes that the command is still running.
    readonly IDisposable? _lock;

    WorkFolder(ForeignFolder temporary, string name, bool isKept) =>
        (_temporary, _name, _lock, _isKept, Path) =
            (temporary, name, temporary.TryLock(name), isKept, System.IO.Path.Combine(temporary.FullPath, name));

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <param name="isKept">Whether it stays after this object.</param>
    /// <exception cref="IOException">It cannot be created.</exception>
    public static WorkFolder Create(bool isKept = false)
    {
        var temporary = ForeignFolder.Open(
            System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(System.IO.Path.GetTempPath())));
        try
        {
            DeleteLeftOvers(temporary);
            var name = $"{(isKept ? KeptPrefix : Prefix)}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
            temporary.MakeFolder(name, Own);
            return new WorkFolder(temporary, name, isKept);
        }
        catch
        {
            temporary.Dispose();
            throw;
        }
    }

    public ForeignFolder Open() => _temporary.OpenFolder(_name);

    /// <summary>Deletes it, whatever is in it, unless it is kept.</summary>
    /// <exception cref="IOException">Some files cannot be deleted.</exception>
    public void Dispose()
    {
        try
        {
            if (!_isKept) _temporary.Delete(_name);
        }
        finally
        {
            _lock?.Dispose();
            _temporary.Dispose();
        }
    }

    static void DeleteLeftOvers(ForeignFolder temporary)
    {
        // Once is enough: listing a folder with thousands of files takes milliseconds.
        if (Interlocked.Exchange(ref s_cleaned, temporary.FullPath) == temporary.FullPath) return;

        try
        {
            foreach (var entry in temporary.List(prefix: Prefix))
            {
                if (entry.Kind == ForeignKind.Folder && DateTime.UtcNow - entry.Changed >= Youngest) DeleteUnused(temporary, entry.Path);
            }
        }
        catch (IOException)
        {
            // What cannot be listed belongs to somebody else.
        }
    }

    static void DeleteUnused(ForeignFolder temporary, string name)
    {
        try
        {
            using var locked = temporary.TryLock(name);
            if (locked is not null) temporary.Delete(name);
        }
        catch (IOException)
        {
            // Another user's, or another process deletes it.
        }
    }
}
