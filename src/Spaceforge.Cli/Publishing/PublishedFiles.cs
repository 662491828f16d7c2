using System.Security.Cryptography;
using Spaceforge.Files;

namespace Spaceforge.Cli.Publishing;

/// <summary>A plugin's executables and the file with their checksums, moved into place once all are built.</summary>
sealed class PublishedFiles(string folder)
{
    readonly SortedDictionary<string, string> _executables = new(StringComparer.Ordinal);

    public string Folder => folder;

    /// <summary>The file with the executables' SHA-256 checksums, as <c>sha256sum --check</c> reads it.</summary>
    public string Sums => Path.Combine(folder, "SHA256SUMS");

    /// <param name="name">The file's name in the folder.</param>
    /// <param name="path">Where the executable was built.</param>
    public void Add(string name, string path) => _executables.Add(name, path);

    /// <returns>The paths of the executables and of the checksums file.</returns>
    /// <exception cref="UsageException">The folder cannot be written to.</exception>
    public IReadOnlyList<string> Write()
    {
        try
        {
            // A link named as the folder is the repository's, and leads where its author likes.
            _ = RepositoryLinks.Target(Path.TrimEndingDirectorySeparator(folder));
            Directory.CreateDirectory(folder);
            var written = new List<string>();
            var sums = "";
            foreach (var (name, path) in _executables)
            {
                var target = Path.Combine(folder, name);
                AtomicFile.Copy(path, target);
                written.Add(target);
                using var stream = File.OpenRead(target);
                sums += $"{Convert.ToHexStringLower(SHA256.HashData(stream))}  {name}\n";
            }

            AtomicFile.WriteInRepository(Sums, sums);
            return [.. written, Sums];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(e.Message, e);
        }
    }
}
