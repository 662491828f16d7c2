using Spaceforge.Files;

namespace Spaceforge.Cli.Images;

/// <summary>Finds out what a user gave as an image, by its content.</summary>
static class ImageReader
{
    public const string Option = "--image";

    /// <exception cref="UsageException">It is no image, or one that is refused.</exception>
    public static RunnerImage Read(string path, CancellationToken cancellationToken)
    {
        if (!LinuxFolder.IsSupported) throw new UsageException($"{Option} works only on Linux, on x64 and arm64.");

        cancellationToken.ThrowIfCancellationRequested();
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Directory.Exists(full)) return new RunnerImage(path, "folder", Resolved(full), Digest: null);

        throw new UsageException(File.Exists(full)
            ? $"{Option}: '{path}' is not a folder with a root file system."
            : $"{Option}: '{path}' not found.");
    }

    // The user chose it, links and all.
    static string Resolved(string folder) => new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;
}
