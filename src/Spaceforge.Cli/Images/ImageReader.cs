using System.Security.Cryptography;
using Spaceforge.Cli.Terminal;
using Spaceforge.Files;

namespace Spaceforge.Cli.Images;

/// <summary>Finds out what a user gave as an image, by its content, and unpacks it.</summary>
sealed class ImageReader(ImageCache cache, ImageLimits limits, CancellationToken cancellationToken)
{
    public const string Option = "--image";

    // What the root of a file system has, and an unpacked archive has not.
    static readonly string[] Roots = ["bin", "etc", "usr"];

    /// <exception cref="UsageException">It is no image, or one that is refused.</exception>
    public static RunnerImage Open(string path, CancellationToken cancellationToken)
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
            var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            if (Directory.Exists(full)) return OfFolder(path, Target(new DirectoryInfo(full)));
            if (File.Exists(full)) return OfFile(path, Target(new FileInfo(full)));
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

    // The user chose it, links and all.
    static string Target(FileSystemInfo named) => named.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? named.FullName;

    RunnerImage OfFolder(string path, string name)
    {
        var folder = ForeignFolder.Open(name);
        using var files = new FolderFiles(folder);
        var isImage = (files.Has("oci-layout") && files.Has("index.json"))
            || (files.Has("manifest.json") && !Roots.Any(root => folder.Find(root) is not null));
        return isImage ? OfFiles(path, files, "layout") : new RunnerImage(path, "folder", name, Digest: null);
    }

    RunnerImage OfFile(string path, string name)
    {
        using var folder = ForeignFolder.Open(Path.GetDirectoryName(name)!);
        using var file = folder.OpenRead(Path.GetFileName(name));
        using var archive = OpenArchive(file);
        if (archive is not null) return OfFiles(path, archive, "archive");

        file.Position = 0;
        var digest = new ContentDigest($"sha256:{Convert.ToHexStringLower(SHA256.HashData(file))}");
        var (root, variables) = cache.Get(
            digest,
            "tar",
            path,
            root =>
            {
                Tell(path);
                file.Position = 0;
                var writer = new RootWriter(root, limits, cancellationToken);
                using var unpacking = Unpacking(path, writer, file.Length);
                writer.Write(file, isLayer: false, digest, unpacked: null);
                return new Dictionary<string, string>();
            },
            cancellationToken);
        return new RunnerImage(path, "tar", root, digest.Text) { Environment = variables };
    }

    RunnerImage OfFiles(string path, ImageFiles files, string layout)
    {
        // Docker's archives have both.
        var isLayout = files.Has("oci-layout") && files.Has("index.json");
        var manifest = isLayout ? ImageManifest.OfLayout(files, limits) : ImageManifest.OfArchive(files, limits);
        var (root, variables) = cache.Get(
            manifest.Digest,
            "image",
            path,
            root =>
            {
                Tell(path);
                Unpack(manifest, files, root);
                return manifest.Environment;
            },
            cancellationToken);
        return new RunnerImage(path, isLayout ? $"OCI {layout}" : "docker archive", root, manifest.Digest.Text) { Environment = variables };
    }

    void Unpack(ImageManifest manifest, ImageFiles files, ForeignFolder root)
    {
        var writer = new RootWriter(root, limits, cancellationToken);
        foreach (var (number, layer) in manifest.Layers.Index())
        {
            try
            {
                using var file = files.Open(layer.File);
                if (layer.Size is { } size && size != file.Length)
                {
                    throw new ImageException($"it has {file.Length} bytes instead of {size}");
                }

                using var unpacking = Unpacking($"layer {number + 1} of {manifest.Layers.Count}", writer, file.Length);
                writer.Write(file, isLayer: true, layer.Digest, layer.Unpacked);
            }
            catch (IOException e)
            {
                throw new ImageException($"layer {number + 1} ({ImageException.Shown(layer.Digest?.Text ?? layer.File)}): {e.Message}");
            }
        }
    }

    /// <summary>The files of an archive with an image, or null if this is the tar of a root.</summary>
    ArchiveFiles? OpenArchive(Stream file)
    {
        var start = new byte[6];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (!LayerStream.IsCompressed(start.AsSpan(0, length))) return ArchiveFiles.Of(file, limits, cancellationToken);

        using (var tar = new LayerStream(file, limits, already: 0, HashAlgorithmName.SHA256))
        {
            if (!ArchiveFiles.IsImage(tar, limits)) return null;
        }

        // The manifest may come last.
        file.Position = 0;
        using var unpacked = new LayerStream(file, limits, already: 0, HashAlgorithmName.SHA256);
        try
        {
            return ArchiveFiles.Of(cache.Keep(unpacked), limits, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw RootWriter.NoGzip(e);
        }
    }

    static IDisposable? Unpacking(string what, RootWriter writer, long size) =>
        Streams.Progress.Show($"Unpacking {what}", () => ProgressLine.Bytes(writer.FileCount, size));

    /// <summary>Tells a person who waits.</summary>
    static void Tell(string path)
    {
        if (!Console.IsErrorRedirected) Console.Error.WriteLine($"Unpacking {path}, once.");
    }
}
