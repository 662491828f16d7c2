using System.Formats.Tar;
using System.Security.Cryptography;
using Spaceforge.Files;

namespace Spaceforge.Cli.Images;

/// <summary>
/// Writes the layers of an image into a folder, one after the other. No link that a layer made is ever followed, and what is there is
/// removed before anything is written in its place.
/// </summary>
/// <remarks>
/// All files belong to this user, who is user 1983 in the container. Devices, FIFOs and sockets are left out, and programs lose the right
/// to run as another user.
/// </remarks>
sealed class RootWriter(ForeignFolder root, ImageLimits limits, CancellationToken cancellationToken)
{
    const string Whiteout = ".wh.";
    const string Opaque = ".wh..wh..opq";
    const UnixFileMode Rights = (UnixFileMode)0b111_111_111;
    const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // What this layer has written: of folders only those that have entries, or an entry of their own.
    readonly Dictionary<string, bool> _written = new(StringComparer.Ordinal);
    int _entries;
    long _size;
    LayerStream? _reading;

    /// <summary>How many bytes of the present layer's file were read.</summary>
    public long FileCount => _reading?.FileCount ?? 0;

    /// <summary>Writes a layer.</summary>
    /// <param name="file">The file with it.</param>
    /// <param name="isLayer">Whether it can remove what earlier layers have; else it is a whole root.</param>
    /// <param name="digest">Its digest, or null if only that of the unpacked layer is known.</param>
    /// <param name="unpacked">Its digest when it is unpacked, or null if that is not known.</param>
    /// <exception cref="IOException">It is refused, or cannot be written.</exception>
    public void Write(Stream file, bool isLayer, ContentDigest? digest, ContentDigest? unpacked)
    {
        _written.Clear();
        using var tar = new LayerStream(file, limits, _size, digest?.Algorithm ?? HashAlgorithmName.SHA256);
        _reading = tar;
        // The digest of a layer shows that nothing is missing.
        var isKnown = isLayer && (digest is not null || unpacked is not null);
        var last = "";
        try
        {
            using var reader = new TarReader(tar, leaveOpen: true);
            while (Next(reader, tar, isKnown) is { } entry)
            {
                cancellationToken.ThrowIfCancellationRequested();
                last = entry.Name;
                if (++_entries > limits.Entries) throw new ImageException($"it has more than {limits.Entries} entries");
                Write(entry, isLayer);
            }
        }
        catch (Exception e) when (IsOfFormat(e))
        {
            throw NoArchive(last, e);
        }

        if (!tar.EndsInZeros && !isKnown)
        {
            throw new ImageException($"it is cut off after entry '{ImageException.Shown(last)}': the end of the archive is missing");
        }

        Finish(tar);
        _size += tar.Count;
        if (digest is not null && tar.FileDigest() != digest.Text)
        {
            throw new ImageException($"its digest is {tar.FileDigest()} instead of {digest.Text}");
        }
        if (unpacked is not null && tar.Digest() != unpacked.Text)
        {
            throw new ImageException($"its digest is {tar.Digest()} when it is unpacked, instead of {unpacked.Text}");
        }
    }

    /// <summary>Whether reading a tar or what compresses it failed because of what it contains.</summary>
    /// <remarks>.NET takes the memory that a header asks for before it reads it.</remarks>
    public static bool IsOfFormat(Exception e) => e is InvalidDataException or EndOfStreamException or FormatException or ArgumentException
        or OverflowException or NotSupportedException or InvalidOperationException or OutOfMemoryException;

    /// <param name="last">The last entry that could be read.</param>
    /// <param name="e">The failure after it.</param>
    public static ImageException NoArchive(string last, Exception e)
    {
        var where = last.Length == 0 ? "" : $" after entry '{ImageException.Shown(last)}'";
        return new ImageException($"it is not a valid tar archive, or is cut off{where}: {e.Message.TrimEnd('.')}");
    }

    public static ImageException NoGzip(InvalidDataException e) => new($"it is not valid gzip, or is cut off: {e.Message.TrimEnd('.')}");

    static TarEntry? Next(TarReader reader, LayerStream tar, bool mayEnd)
    {
        tar.MayEnd = mayEnd;
        var entry = reader.GetNextEntry();
        tar.MayEnd = false;
        return entry;
    }

    static void Finish(LayerStream tar)
    {
        try
        {
            tar.Finish();
        }
        catch (InvalidDataException e)
        {
            throw NoGzip(e);
        }
    }

    void Write(TarEntry entry, bool isLayer)
    {
        if (entry.EntryType == TarEntryType.GlobalExtendedAttributes) return;

        var path = EntryName.Of(entry.Name, limits.Depth);
        if (path.Length == 0)
        {
            if (entry.EntryType != TarEntryType.Directory) throw ImageException.OfEntry(entry.Name, "the root is not a folder");
            return;
        }

        try
        {
            var name = path[(path.LastIndexOf('/') + 1)..];
            if (isLayer && name.StartsWith(Whiteout, StringComparison.Ordinal)) Remove(entry.Name, path, name);
            else Write(entry, path);
        }
        catch (IOException e) when (e is not ImageException)
        {
            throw ImageException.OfEntry(entry.Name, (e.InnerException ?? e).Message);
        }
    }

    void Write(TarEntry entry, string path)
    {
        var kind = entry.EntryType;
        var isFolder = kind == TarEntryType.Directory;
        if (_written.TryGetValue(path, out var wasFolder) && !(isFolder && wasFolder))
        {
            throw ImageException.OfEntry(entry.Name, "the name occurs twice");
        }

        MakeParents(path);
        _written[path] = isFolder;
        var earlier = root.Find(path);
        if (isFolder)
        {
            if (earlier is not { Kind: ForeignKind.Folder })
            {
                root.Delete(path);
                root.MakeFolder(path, Owner);
            }

            root.SetMode(path, (entry.Mode & (Rights | UnixFileMode.StickyBit)) | Owner);
            return;
        }

        if (earlier is not null) root.Delete(path);
        switch (kind)
        {
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                WriteFile(entry, path);
                break;

            case TarEntryType.SymbolicLink:
                EntryName.CheckTarget(entry.Name, path, entry.LinkName);
                root.CreateLink(path, entry.LinkName);
                break;

            case TarEntryType.HardLink:
                WriteHardLink(entry, path);
                break;

            case TarEntryType.BlockDevice or TarEntryType.CharacterDevice or TarEntryType.Fifo:
                break;

            default:
                throw ImageException.OfEntry(entry.Name, $"entries of the type {kind} are not supported");
        }
    }

    void WriteFile(TarEntry entry, string path)
    {
        if (entry is PaxTarEntry pax && pax.ExtendedAttributes.Keys.Any(key => key.StartsWith("GNU.sparse.", StringComparison.Ordinal)))
        {
            throw ImageException.OfEntry(entry.Name, "sparse files are not supported");
        }
        if (entry.Length > limits.Size - _size) throw ImageException.OfEntry(entry.Name, $"the image is larger than {limits.Size} bytes");

        using var file = root.CreateNew(path, (entry.Mode & Rights) | UnixFileMode.UserRead);
        // Python compares its compiled files with the time of their sources.
        var changed = entry.ModificationTime.UtcDateTime;
        entry.DataStream?.CopyTo(file);
        if (file.Length != entry.Length) throw ImageException.OfEntry(entry.Name, "it is cut off");
        file.Flush();
        File.SetLastWriteTimeUtc(file.SafeFileHandle, changed > DateTime.UnixEpoch ? changed : DateTime.UnixEpoch);
    }

    void WriteHardLink(TarEntry entry, string path)
    {
        var target = EntryName.Of(entry.LinkName, limits.Depth);
        var shown = ImageException.Shown(entry.LinkName);
        if (target.Length == 0 || target == path || root.Find(target) is not { Kind: ForeignKind.File or ForeignKind.Link })
        {
            throw ImageException.OfEntry(entry.Name, $"the hard link's target '{shown}' is not a file of the image");
        }

        root.CreateHardLink(path, target);
    }

    void Remove(string entryName, string path, string name)
    {
        var folder = path[..^name.Length].TrimEnd('/');
        if (name == Opaque)
        {
            Empty(folder);
            return;
        }

        var removed = name[Whiteout.Length..];
        // Names of the union file system's own.
        if (removed.StartsWith(Whiteout, StringComparison.Ordinal)) return;
        if (removed is "" or "." or "..") throw ImageException.OfEntry(entryName, "it removes nothing in its folder");

        var target = folder.Length == 0 ? removed : $"{folder}/{removed}";
        // A whiteout is about earlier layers only.
        if (folder.Length > 0 && root.Find(folder) is null) return;
        if (!_written.TryGetValue(target, out var isFolder)) root.Delete(target);
        else if (isFolder) Empty(target);
    }

    /// <summary>Removes what earlier layers have in a folder.</summary>
    void Empty(string path)
    {
        if (path.Length > 0 && root.Find(path) is null) return;

        using var folder = root.OpenFolder(path);
        foreach (var entry in folder.List(limits.Entries))
        {
            var below = path.Length == 0 ? entry.Path : $"{path}/{entry.Path}";
            if (!_written.TryGetValue(below, out var isFolder)) root.Delete(below);
            else if (isFolder && entry.Kind == ForeignKind.Folder) Empty(below);
        }
    }

    void MakeParents(string path)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); end > 0; end = path.IndexOf('/', end + 1))
        {
            var parent = path[..end];
            var isWritten = _written.TryGetValue(parent, out var isFolder);
            if (isWritten && isFolder) continue;

            switch (root.Find(parent)?.Kind)
            {
                case null when !isWritten:
                    root.MakeFolder(parent, (UnixFileMode)0b111_101_101);
                    break;

                case ForeignKind.Folder:
                    break;

                case ForeignKind.Link:
                    throw new IOException($"'{ImageException.Shown(parent)}' is a link, and nothing is written through links");

                default:
                    throw new IOException($"'{ImageException.Shown(parent)}' is not a folder");
            }

            _written[parent] = true;
        }
    }
}
