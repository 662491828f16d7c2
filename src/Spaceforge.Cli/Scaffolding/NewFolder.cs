using Spaceforge.Files;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Scaffolding;

/// <summary>Creates a folder with all its files, or nothing.</summary>
static class NewFolder
{
    /// <exception cref="UsageException">The name is taken, or the folder cannot be written; nothing has changed.</exception>
    public static void Write(string path, IEnumerable<ProjectFile> files)
    {
        Check(path);
        files = [.. files];
        foreach (var file in files) CheckName(file.Path);
        var temporary = AtomicFile.TemporaryBeside(path);
        try
        {
            foreach (var file in files) Write(Path.Combine([temporary, .. file.Path.Split('/')]), file.Text);
            // This only deletes an empty folder, even if files were added since the check.
            if (Directory.Exists(path)) Directory.Delete(path);
            Directory.Move(temporary, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot write '{path}': {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }

        AtomicFile.RemoveLeftOvers(path);
    }

    static void Check(string path)
    {
        var name = Path.GetFileName(path);
        if (File.Exists(path)) throw new UsageException($"'{name}' already exists as a file; choose another name.");

        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new UsageException($"The folder '{name}' already exists and is not empty; choose another name or location.");
        }
    }

    /// <summary>Checks a name that a stranger's manifest may have chosen.</summary>
    static void CheckName(string name)
    {
        var reason = name.Split('/') switch
        {
            var parts when parts.Any(part => part is "" or "." or "..") => "is not a path within the folder",
            // Git would take the folder for a repository, and run programs that its configuration names.
            var parts when parts.Contains(".git", StringComparer.OrdinalIgnoreCase) => "would be part of a Git repository",
            // On Windows, these separate folders and name drives and streams.
            _ when name.AsSpan().ContainsAny('\\', ':') => "is not the name of a file on every system",
            _ when name.Any(char.IsControl) => "contains control characters",
            _ => null,
        };
        if (reason is null) return;

        throw new UsageException(
            $"Nothing was written: the file '{LogText.OneLine(name)}' {reason}. Rename or remove it in a copy of the manifest, and convert that.");
    }

    static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
