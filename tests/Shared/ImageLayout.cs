using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Spaceforge.Tests.Shared;

/// <summary>Writes images as tools do: an OCI layout of these layers, and the archives of docker save.</summary>
sealed class ImageLayout
{
    readonly List<(byte[] File, string Type, string Unpacked)> _layers = [];

    public static string Machine => $"{RuntimeInformation.OSArchitecture}" == "Arm64" ? "arm64" : "amd64";

    public string ForArchitecture { get; init; } = Machine;

    public string[] Variables { get; init; } = [];

    /// <summary>Changes the index, the manifest or the configuration by its name, before anything refers to it.</summary>
    public Action<string, JsonObject> Change { get; init; } = (_, _) => { };

    public static byte[] Tar(Action<TarWriter> write)
    {
        var content = new MemoryStream();
        using (var tar = new TarWriter(content, TarEntryFormat.Pax, leaveOpen: true)) write(tar);
        return content.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return packed.ToArray();
    }

    public ImageLayout Layer(Action<TarWriter> write)
    {
        var tar = Tar(write);
        return Layer(Gzip(tar), "application/vnd.oci.image.layer.v1.tar+gzip", Digest(tar));
    }

    public ImageLayout Layer(byte[] file, string type, string unpacked)
    {
        _layers.Add((file, type, unpacked));
        return this;
    }

    public void WriteTo(string folder)
    {
        foreach (var (name, content) in Files())
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    /// <summary>The layout as an archive.</summary>
    public byte[] ToArchive() => Archive(Files());

    /// <summary>What docker save writes.</summary>
    public byte[] ToDockerArchive()
    {
        var config = Bytes(Config());
        var name = $"{Digest(config)["sha256:".Length..]}.json";
        var manifest = new JsonObject
        {
            ["Config"] = name,
            ["RepoTags"] = new JsonArray("test:latest"),
            ["Layers"] = new JsonArray([.. _layers.Select((_, i) => (JsonNode)$"{i:x64}/layer.tar")]),
        };
        Change("manifest", manifest);
        return Archive([
            (name, config),
            .. _layers.Select((layer, i) => ($"{i:x64}/layer.tar", layer.File)),
            ("manifest.json", Encoding.UTF8.GetBytes(new JsonArray(manifest).ToJsonString())),
        ]);
    }

    public static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    JsonObject Config() => new()
    {
        ["architecture"] = ForArchitecture,
        ["os"] = "linux",
        ["config"] = new JsonObject
        {
            ["Env"] = new JsonArray([.. Variables.Select(text => (JsonNode)text)]),
            ["Entrypoint"] = new JsonArray("/bin/false"),
            ["User"] = "4711",
            ["WorkingDir"] = "/srv",
        },
        ["rootfs"] = new JsonObject
        {
            ["type"] = "layers",
            ["diff_ids"] = new JsonArray([.. _layers.Select(layer => (JsonNode)layer.Unpacked)]),
        },
    };

    List<(string Name, byte[] Content)> Files()
    {
        var config = Bytes(Config(), "config");
        var manifest = Bytes(
            new JsonObject
            {
                ["schemaVersion"] = 2,
                ["config"] = Descriptor("application/vnd.oci.image.config.v1+json", config),
                ["layers"] = new JsonArray([.. _layers.Select(layer => (JsonNode)Descriptor(layer.Type, layer.File))]),
            },
            "manifest");
        var described = Descriptor("application/vnd.oci.image.manifest.v1+json", manifest);
        described["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = ForArchitecture };
        var index = Bytes(new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(described) }, "index");
        return
        [
            ("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}"u8.ToArray()),
            ("index.json", index),
            .. ((byte[][])[config, manifest, .. _layers.Select(layer => layer.File)]).DistinctBy(Digest).Select(blob => (Blob(blob), blob)),
        ];
    }

    static string Blob(byte[] content) => $"blobs/{Digest(content).Replace(':', '/')}";

    static JsonObject Descriptor(string type, byte[] content) =>
        new() { ["mediaType"] = type, ["digest"] = Digest(content), ["size"] = content.Length };

    byte[] Bytes(JsonObject json, string name = "config")
    {
        Change(name, json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    static byte[] Archive(IEnumerable<(string Name, byte[] Content)> files) => Tar(tar =>
    {
        foreach (var (name, content) in files) tar.WriteFile(name, content);
    });
}

/// <summary>Entries of a tar.</summary>
static class TarEntries
{
    public static TarWriter WriteFile(this TarWriter tar, string name, byte[] content, UnixFileMode mode = (UnixFileMode)0b110_100_100)
    {
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), Mode = mode });
        return tar;
    }

    public static TarWriter WriteFile(this TarWriter tar, string name, string text = "") =>
        tar.WriteFile(name, Encoding.UTF8.GetBytes(text));

    public static TarWriter WriteFolder(this TarWriter tar, string name)
    {
        tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, name) { Mode = (UnixFileMode)0b111_101_101 });
        return tar;
    }

    public static TarWriter WriteLink(this TarWriter tar, string name, string target, TarEntryType type = TarEntryType.SymbolicLink)
    {
        tar.WriteEntry(new PaxTarEntry(type, name) { LinkName = target });
        return tar;
    }

    public static TarWriter WriteOther(this TarWriter tar, TarEntryType type, string name)
    {
        tar.WriteEntry(new PaxTarEntry(type, name));
        return tar;
    }
}
