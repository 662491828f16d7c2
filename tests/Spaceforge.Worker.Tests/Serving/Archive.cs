using System.Formats.Tar;
using System.IO.Compression;

namespace Spaceforge.Worker.Tests.Serving;

/// <summary>A set of files to pack.</summary>
sealed class Archive : IDisposable
{
    const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    public void Add(string path, string text, bool executable = false) =>
        File.SetUnixFileMode(_files.Write(path, text), executable ? Executable : Readable);

    /// <summary>Packs the files in the format of the file extension.</summary>
    public async Task<byte[]> PackAsync(string name)
    {
        using var folder = new TemporaryFolder();
        var target = folder.PathOf(name);
        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            await ZipFile.CreateFromDirectoryAsync(_files.Path, target);
            return await File.ReadAllBytesAsync(target);
        }

        var tar = folder.PathOf("archive.tar");
        await TarFile.CreateFromDirectoryAsync(_files.Path, tar, includeBaseDirectory: false);
        var compressor = Path.GetExtension(name) switch { ".xz" => "xz", ".bz2" or ".tbz2" => "bzip2", _ => "gzip" };
        (await new CommandLine("sh", "-c", "\"$1\" -c <\"$2\" >\"$3\"", "sh", compressor, tar, target).RunAsync()).ShouldExit(0);
        return await File.ReadAllBytesAsync(target);
    }

    /// <summary>The files, plus entries that try to escape the target folder.</summary>
    public byte[] Hostile(bool zip)
    {
        const string workspace = "/mnt/workspace";
        var bytes = new MemoryStream();
        if (zip)
        {
            using var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var path in (string[])["../escaped-1", "../../escaped-2", $"{workspace}/escaped-3"])
            {
                WriteZip(archive, path, "escaped", 0x81A4);
            }
            WriteZip(archive, "link", workspace, 0xA1FF);
            WriteZip(archive, "link/escaped-4", "escaped", 0x81A4);
            WriteZip(archive, "my-tool", File.ReadAllText(_files.PathOf("my-tool")), 0x81ED);
        }
        else
        {
            using var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true);
            using var archive = new TarWriter(gzip);
            foreach (var path in (string[])["../escaped-1", "../../escaped-2", $"{workspace}/escaped-3"])
            {
                WriteTar(archive, path, "escaped");
            }
            archive.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, "link") { LinkName = workspace });
            WriteTar(archive, "link/escaped-4", "escaped");
            WriteTar(archive, "my-tool", File.ReadAllText(_files.PathOf("my-tool")));
        }

        return bytes.ToArray();
    }

    static void WriteZip(ZipArchive archive, string path, string text, int mode)
    {
        var entry = archive.CreateEntry(path);
        entry.ExternalAttributes = mode << 16;
        using var writer = new StreamWriter(entry.Open());
        writer.Write(text);
    }

    static void WriteTar(TarWriter archive, string path, string text) =>
        archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, path)
        {
            DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)),
            Mode = Executable,
        });
}
