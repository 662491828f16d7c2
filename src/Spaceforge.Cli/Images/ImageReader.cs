using System.Security.Cryptography;
using Spaceforge.Files;

namespace Spaceforge.Cli.Images;

/// <summary>Finds out what a user gave as an image, by its content, and unpacks it.</summary>
sealed class ImageReader(ImageCache cache, ImageLimits limits, CancellationToken cancellationToken)
{
    public const string Option = "--image";

    static readonly IReadOnlyDictionary<string, string> NoVariables = new Dictionary<string, string>();

    /// <exception cref="UsageException">It is no image, or one that is refused.</exception>
    public static RunnerImage Read(string path, CancellationToken cancellationToken)
    {
        if (!LinuxFolder.IsSupported) throw new UsageException($"{Option} works only on Linux, on x64 and arm64.");

        return new ImageReader(ImageCache.OfUser(), new ImageLimits(), cancellationToken).Read(path);
    }

    /// <exception cref="UsageException">It is no image, or one that is refused.</exception>
    public RunnerImage Read(string path)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // The user chose it, links and all.
            var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            if (Directory.Exists(full)) return OfFolder(path, new DirectoryInfo(full).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full);
            if (File.Exists(full)) return OfFile(path, new FileInfo(full).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full);
        }
        catch (ImageException e)
        {
            throw new UsageException($"{Option}: '{path}' is refused: {e.Message.TrimEnd('.')}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{Option}: '{path}' cannot be used: {e.Message.TrimEnd('.')}.", e);
        }

        throw new UsageException($"{Option}: '{path}' not found.");
    }

    static RunnerImage OfFolder(string path, string folder) => new(path, "folder", folder, Digest: null);

    RunnerImage OfFile(string path, string file)
    {
        using var folder = ForeignFolder.Open(Path.GetDirectoryName(file)!);
        using var tar = folder.OpenRead(Path.GetFileName(file));
        var digest = new ContentDigest($"sha256:{Convert.ToHexStringLower(SHA256.HashData(tar))}");
        var (root, variables) = cache.Get(
            digest,
            "tar",
            root =>
            {
                tar.Position = 0;
                new RootWriter(root, limits, cancellationToken).Write(tar, isLayer: false, digest, unpackedDigest: null);
                return NoVariables;
            },
            cancellationToken);
        return new RunnerImage(path, "tar", root, digest.Text) { Environment = variables };
    }
}
