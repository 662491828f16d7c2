namespace Spaceforge.Cli.Scaffolding;

/// <summary>Creates a folder with all its files, or nothing.</summary>
static class NewFolder
{
    /// <exception cref="UsageException">The name is taken, or the folder cannot be written; nothing has changed.</exception>
    public static void Write(string path, IEnumerable<ProjectFile> files)
    {
        Check(path);
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
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

    static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
