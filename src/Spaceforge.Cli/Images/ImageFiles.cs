using System.Formats.Tar;
using Spaceforge.Cli.IO;
using Spaceforge.Files;

namespace Spaceforge.Cli.Images;

/// <summary>The files of an image that is kept as blobs, in a folder or an archive.</summary>
abstract class ImageFiles : IDisposable
{
    public abstract bool Has(string name);

    /// <summary>Opens a file.</summary>
    /// <exception cref="ImageException">There is none with that name.</exception>
    public abstract Stream Open(string name);

    /// <exception cref="ImageException">There is none with that name, or it is larger.</exception>
    public byte[] Read(string name, int limit)
    {
        using var file = Open(name);
        if (file.Length > limit) throw new ImageException($"'{ImageException.Shown(name)}' is larger than {limit} bytes");

        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    public abstract void Dispose();

    protected static ImageException Missing(string name) => new($"'{ImageException.Shown(name)}' is missing");
}

/// <summary>Those of a folder, which nothing leads out of.</summary>
sealed class FolderFiles(ForeignFolder folder) : ImageFiles
{
    public override bool Has(string name) => folder.Find(name) is { Kind: ForeignKind.File };

    public override Stream Open(string name)
    {
        try
        {
            return folder.OpenRead(name);
        }
        catch (FileNotFoundException)
        {
            throw Missing(name);
        }
    }

    public override void Dispose() => folder.Dispose();
}

/// <summary>Those of a tar, which stays as it is.</summary>
sealed class ArchiveFiles : ImageFiles
{
    // What docker save, podman save and skopeo write besides folders.
    static readonly string[] Names = ["oci-layout", "index.json", "manifest.json", "repositories", "blobs", "VERSION"];

    const int MostLooked = 20;

    readonly Stream _tar;
    readonly Dictionary<string, (long Offset, long Length)> _files = new(StringComparer.Ordinal);

    ArchiveFiles(Stream tar) => _tar = tar;

    /// <summary>The files of an archive with an image, or null if this is another tar. The tar is disposed with it.</summary>
    /// <exception cref="ImageException">It is refused.</exception>
    public static ArchiveFiles? Of(Stream tar, ImageLimits limits, CancellationToken cancellationToken)
    {
        var archive = new ArchiveFiles(tar);
        var last = "";
        try
        {
            using var reader = new TarReader(new HeaderLimit(tar), leaveOpen: true);
            while (reader.GetNextEntry() is { } entry)
            {
                cancellationToken.ThrowIfCancellationRequested();
                last = entry.Name;
                if (entry.EntryType == TarEntryType.GlobalExtendedAttributes) continue;

                var name = EntryName.Of(entry.Name, limits.Depth);
                if (name.Length == 0) continue;
                if (!IsOfImage(name)) return null;
                // Older archives have links to layers that occur twice; manifests name the files.
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
                if (archive._files.Count == limits.Entries) throw new ImageException($"it has more than {limits.Entries} entries");
                if (entry.Length > 0 && entry.Length > tar.Length - entry.DataOffset)
                {
                    throw ImageException.OfEntry(entry.Name, "it is cut off");
                }
                if (!archive._files.TryAdd(name, (entry.DataOffset, entry.Length)))
                {
                    throw ImageException.OfEntry(entry.Name, "the name occurs twice");
                }
            }
        }
        catch (Exception e) when (RootWriter.IsOfFormat(e))
        {
            throw RootWriter.NoArchive(last, e);
        }

        return archive._files.ContainsKey("oci-layout") || archive._files.ContainsKey("manifest.json") ? archive : null;
    }

    /// <summary>Whether a tar has an image and not a root, as far as its first entries tell.</summary>
    public static bool IsImage(LayerStream tar, ImageLimits limits)
    {
        try
        {
            using var reader = new TarReader(tar, leaveOpen: true);
            var isImage = false;
            for (var count = 0; count < MostLooked && reader.GetNextEntry() is { } entry; count++)
            {
                if (entry.EntryType == TarEntryType.GlobalExtendedAttributes) continue;

                var name = EntryName.Of(entry.Name, limits.Depth);
                if (name.Length == 0) continue;
                if (!IsOfImage(name)) return false;
                isImage = true;
            }

            return isImage;
        }
        catch (Exception e) when (RootWriter.IsOfFormat(e))
        {
            throw RootWriter.NoArchive("", e);
        }
    }

    public override bool Has(string name) => _files.ContainsKey(name);

    public override Stream Open(string name) =>
        _files.TryGetValue(name, out var file) ? new Part(_tar, file.Offset, file.Length) : throw Missing(name);

    public override void Dispose() => _tar.Dispose();

    static bool IsOfImage(string name)
    {
        var first = name.Split('/')[0];
        return Names.Contains(first)
            || first.EndsWith(".json", StringComparison.Ordinal)
            || first.EndsWith(".tar", StringComparison.Ordinal)
            || (first.Length == 64 && first.All(char.IsAsciiHexDigitLower));
    }

    /// <summary>A part of a file.</summary>
    sealed class Part(Stream file, long offset, long length) : ReadOnlyStream
    {
        long _position;

        public override long Length => length;
        public override long Position { get => _position; set => base.Position = value; }

        public override int Read(Span<byte> buffer)
        {
            file.Position = offset + _position;
            var read = file.Read(buffer[..(int)Math.Min(buffer.Length, length - _position)]);
            _position += read;
            return read;
        }
    }

    /// <summary>Refuses headers of megabytes.</summary>
    sealed class HeaderLimit(Stream tar) : ReadOnlyStream
    {
        public override bool CanSeek => true;
        public override long Length => tar.Length;
        public override long Position { get => tar.Position; set => tar.Position = value; }

        public override int Read(Span<byte> buffer)
        {
            LayerStream.CheckHeader(buffer.Length);
            return tar.Read(buffer);
        }

        public override long Seek(long offset, SeekOrigin origin) => tar.Seek(offset, origin);
    }
}
