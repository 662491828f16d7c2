using Microsoft.Extensions.Logging;
using Spaceforge.Files;
using Spaceforge.Logging;

namespace Spaceforge.Workspaces;

/// <summary>What a plugin's hooks keep for later ones. The workspace is all that survives a pause of the run.</summary>
sealed class PluginWorkspace(RunInfo run, string plugin, PluginLogger log)
{
    const string Kept = "plugins/.spaceforge";
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const int LargestFile = 10_000_000;

    /// <summary>Whether there is one: a local run has none.</summary>
    public bool IsThere => !run.IsLocal && run.WorkspaceRoot is not null;

    /// <summary>The plugin's name in file names.</summary>
    public string Plugin { get; } = Definitions.WorkerPaths.FolderName(plugin);

    /// <summary>The full path of a file.</summary>
    public string PathOf(string kind, string file) => Path.Combine(run.WorkspaceRoot!, Kept, kind, file);

    /// <summary>Checks a name that a plugin gives to something in the workspace.</summary>
    /// <exception cref="ArgumentException">It cannot be a part of a file name.</exception>
    public static void CheckName(string name, string what)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > 100 || name[0] == '.' || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.')))
        {
            throw new ArgumentException(
                $"'{name}' is not a valid name of {what}: use letters, digits, '.', '_' and '-', for example install-tools.", nameof(name));
        }
    }

    /// <summary>Reads a file; null if there is none.</summary>
    /// <exception cref="PluginFailedException">It is not a regular file, or too large.</exception>
    public byte[]? Read(string kind, string file)
    {
        try
        {
            using var root = ForeignFolder.Open(run.WorkspaceRoot!);
            return root.ReadIfThere($"{Kept}/{kind}/{file}", LargestFile);
        }
        catch (IOException e)
        {
            throw new PluginFailedException(e.Message, e);
        }
    }

    /// <summary>Replaces a file, which only the user can read.</summary>
    /// <exception cref="PluginFailedException">It cannot be written.</exception>
    public void Write(string kind, string file, ReadOnlySpan<byte> content)
    {
        try
        {
            using var root = ForeignFolder.Open(run.WorkspaceRoot!);
            using var folder = root.CreateFolder($"{Kept}/{kind}");
            folder.Write(file, content, OwnerOnly, isExact: true);
        }
        catch (IOException e)
        {
            throw new PluginFailedException(e.Message, e);
        }
    }

    /// <summary>The files of a kind, of all plugins; those that cannot be read are skipped.</summary>
    public IReadOnlyList<byte[]> ReadAll(string kind)
    {
        var files = new List<byte[]>();
        if (!IsThere) return files;

        try
        {
            using var root = ForeignFolder.Open(run.WorkspaceRoot!);
            using var folder = root.OpenFolder($"{Kept}/{kind}");
            foreach (var entry in folder.List(1000))
            {
                if (entry.Kind == ForeignKind.File) files.Add(folder.Read(entry.Path, LargestFile));
            }
        }
        catch (FileNotFoundException)
        {
            // No plugin has written any.
        }
        catch (IOException e)
        {
            log.Write(LogLevel.Debug, e.Message);
        }

        return files;
    }

    /// <summary>Runs an action unless it was completed in this workspace.</summary>
    public async Task<bool> OnceAsync(string name, Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        CheckName(name, "an action");
        var file = $"{Plugin}.{name}";
        if (IsThere && Read("once", file) is not null) return false;

        await action(cancellationToken);
        // Only now: an action that failed is repeated by the next hook.
        if (IsThere) Write("once", file, []);
        return true;
    }
}
