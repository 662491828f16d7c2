using System.Globalization;
using System.Text;
using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Processes;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Diffing;

/// <summary>A commit of a repository, from which files are read without checking it out.</summary>
/// <param name="Name">The name as the user gave it.</param>
/// <param name="Folder">The folder that relative paths start from.</param>
/// <param name="Commit">The commit's hash.</param>
sealed record Revision(string Name, string Folder, string Commit)
{
    const int MostFiles = 20_000;
    const int LargestFile = 5_000_000;
    const int LargestTree = 256_000_000;
    const int LargestList = 16_000_000;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <returns>Null if there is no such commit, no repository or no git.</returns>
    public static async Task<Revision?> FindAsync(string name, string folder, CancellationToken cancellationToken)
    {
        if (name.Length == 0 || name.Contains('\n', StringComparison.Ordinal) || !SafeGit.IsThere) return null;

        var hash = await SafeGit.TextAsync(
            folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", $"{name}^{{commit}}"],
            LargestList, Patience, cancellationToken);
        return hash?.Trim() is { Length: > 0 } commit && commit.All(char.IsAsciiHexDigit) ? new Revision(name, folder, commit) : null;
    }

    /// <summary>The full path of a file in the repository, which git knows from its root on or from the folder on.</summary>
    /// <exception cref="UsageException">The commit has no such file.</exception>
    public async Task<string> FullPathAsync(string path, CancellationToken cancellationToken)
    {
        var prefix = (await GitAsync(["rev-parse", "--show-prefix"], cancellationToken))?.Trim('\n') ?? "";
        foreach (var candidate in (string[])[path, $"{prefix}{path}"])
        {
            // As if the repository were the root of the file system: nothing is above it.
            var full = Path.GetFullPath(candidate, "/").TrimStart('/');
            if (full.Length > 0 && await GitAsync(["cat-file", "-t", $"{Commit}:{full}"], cancellationToken) == "blob\n") return full;
        }

        throw new UsageException($"'{Name}' has no file '{path}'.");
    }

    /// <summary>A file's content.</summary>
    public async Task<ManifestFile> ManifestAsync(string path, CancellationToken cancellationToken)
    {
        var content = await SafeGit.BytesAsync(
            Folder, ["cat-file", "blob", $"{Commit}:{path}"], "", ManifestLimit.Largest, Patience, cancellationToken);
        return content is null
            ? throw new UsageException($"'{Name}:{path}' cannot be read, or has more than {ManifestLimit.Largest} bytes.")
            : ManifestReader.Read(Encoding.UTF8.GetString(content), $"{Name}:{path}");
    }

    /// <summary>Writes the commit's files to a folder, without links, submodules and files that are too large for code.</summary>
    /// <exception cref="UsageException">They are too many.</exception>
    public async Task ExtractAsync(string target, CancellationToken cancellationToken)
    {
        var list = await GitAsync(["ls-tree", "-r", "-z", "-l", "--full-tree", Commit], cancellationToken) ?? throw TooLarge();
        var entries = list.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(Entry.Parse).OfType<Entry>()
            .Where(entry => entry.Size <= LargestFile).ToArray();
        if (entries.Length > MostFiles || entries.Sum(entry => entry.Size) > LargestTree / 2) throw TooLarge();

        var content = await SafeGit.BytesAsync(
            Folder, ["cat-file", "--batch"], string.Concat(entries.Select(entry => $"{entry.Hash}\n")),
            LargestTree, Patience, cancellationToken)
            ?? throw TooLarge();
        var at = 0;
        foreach (var entry in entries)
        {
            // HASH blob SIZE, the content, and a line break.
            var header = content.AsSpan(at).IndexOf((byte)'\n');
            if (header < 0 || at + header + 1 + entry.Size > content.Length) throw TooLarge();

            at += header + 1;
            var file = Path.Combine(target, entry.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, content.AsMemory(at, entry.Size), cancellationToken);
            at += entry.Size + 1;
        }
    }

    Task<string?> GitAsync(string[] arguments, CancellationToken cancellationToken) =>
        SafeGit.TextAsync(Folder, arguments, LargestList, Patience, cancellationToken);

    UsageException TooLarge() =>
        new($"The files of '{Name}' cannot be read, or are too many to build a plugin from: name its manifest, as in {Name}:plugin.yaml.");

    /// <summary>A regular file of a tree.</summary>
    sealed record Entry(string Hash, int Size, string Path)
    {
        /// <returns>Null for anything else, and for a path that leads elsewhere.</returns>
        public static Entry? Parse(string line)
        {
            if (line.Split('\t', 2) is not [var head, var path]) return null;

            return head.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["100644" or "100755", "blob", var hash, var length]
                && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                && path.Split('/').All(IsSafe)
                ? new Entry(hash, size, path) : null;
        }

        static bool IsSafe(string part) => part is not ("" or "." or "..") && !part.Equals(".git", StringComparison.OrdinalIgnoreCase)
            && part.IndexOfAny(System.IO.Path.GetInvalidFileNameChars()) < 0;
    }
}
