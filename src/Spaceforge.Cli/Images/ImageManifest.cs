using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Images;

/// <summary>A layer: where it is, and its digests.</summary>
/// <param name="File">Its file.</param>
/// <param name="Digest">The digest of the file, or null if only that of the unpacked layer is known.</param>
/// <param name="Size">The file's size, or null if that is not known.</param>
/// <param name="Unpacked">The digest of the unpacked layer.</param>
sealed record ImageLayer(string File, ContentDigest? Digest, long? Size, ContentDigest Unpacked);

/// <summary>An image as its manifest and its configuration describe it.</summary>
/// <param name="Digest">What identifies it.</param>
/// <param name="Layers">Its layers in order.</param>
/// <param name="Environment">The variables that it sets.</param>
sealed partial record ImageManifest(ContentDigest Digest, IReadOnlyList<ImageLayer> Layers, IReadOnlyDictionary<string, string> Environment)
{
    const int MostNested = 3;
    const int MostShown = 10;
    const string DockerLayers = "Layers";

    static readonly string[] Indexes =
        ["application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json"];

    static readonly string[] Manifests =
        ["application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json"];

    /// <summary>What this machine runs, as images name it.</summary>
    static string Machine =>
        RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";

    /// <summary>Reads an OCI layout.</summary>
    /// <exception cref="ImageException">It is refused.</exception>
    public static ImageManifest OfLayout(ImageFiles files, ImageLimits limits) =>
        Guarded(() => OfIndex(files, Json(files.Read("index.json", limits.Json), "index.json", limits), limits, MostNested));

    /// <summary>Reads what <c>docker save</c> and <c>podman save</c> write.</summary>
    /// <exception cref="ImageException">It is refused.</exception>
    public static ImageManifest OfArchive(ImageFiles files, ImageLimits limits) => Guarded(() =>
    {
        var images = Json(files.Read("manifest.json", limits.Json), "manifest.json", limits);
        if (images.GetArrayLength() != 1)
        {
            var names = images.EnumerateArray().SelectMany(image => image.TryGetProperty("RepoTags", out var tags)
                && tags.ValueKind == JsonValueKind.Array ? tags.EnumerateArray().Select(tag => tag.GetString() ?? "") : []);
            throw new ImageException($"it holds {images.GetArrayLength()} images{Listed(names)}; save one");
        }

        var name = Text(images[0], "Config");
        var content = files.Read(name, limits.Json);
        var digest = ContentDigest.Sha256Of(content);
        if (HexName().Match(name) is { Success: true } hex && digest.Text != $"sha256:{hex.Groups[1].Value}")
        {
            throw new ImageException($"the digest of '{ImageException.Shown(name)}' is {digest.Text}");
        }

        var config = Config(content, limits);
        string[] layers = [.. images[0].GetProperty(DockerLayers).EnumerateArray().Select(layer => layer.GetString()!)];
        var unpacked = Unpacked(config, layers.Length, limits);
        return new ImageManifest(
            digest, [.. layers.Select((layer, i) => new ImageLayer(layer, Digest: null, Size: null, unpacked[i]))], Variables(config));
    });

    static ImageManifest OfIndex(ImageFiles files, JsonElement index, ImageLimits limits, int depth)
    {
        if (depth == 0) throw new ImageException($"its indexes are nested deeper than {MostNested}");

        JsonElement[] all = [.. index.GetProperty("manifests").EnumerateArray()];
        JsonElement[] images = [.. all.Where(IsImage)];
        JsonElement[] here = [.. images.Where(image => Platform(image) is not { } platform || platform == $"linux/{Machine}")];
        if (here.Length == 0)
        {
            throw new ImageException($"it has no image for linux/{Machine}{Listed(images.Select(Platform).OfType<string>())}");
        }
        if (here.Length > 1)
        {
            // One image may have several names.
            if (here.Select(image => Text(image, "digest")).Distinct().Count() > 1)
            {
                throw new ImageException($"it holds {here.Length} images{Listed(here.Select(Reference).OfType<string>())}; copy one");
            }
        }

        var digest = ContentDigest.Parse(Text(here[0], "digest"));
        var content = Blob(files, here[0], digest, limits);
        var manifest = Json(content, digest.Text, limits);
        var type = Text(here[0], "mediaType");
        if (Indexes.Contains(type)) return OfIndex(files, manifest, limits, depth - 1);
        if (!Manifests.Contains(type)) throw Unknown(type);

        var described = manifest.GetProperty("config");
        var config = Config(Blob(files, described, ContentDigest.Parse(Text(described, "digest")), limits), limits);
        JsonElement[] layers = [.. manifest.GetProperty("layers").EnumerateArray()];
        var unpacked = Unpacked(config, layers.Length, limits);
        return new ImageManifest(digest, [.. layers.Select((layer, i) => Layer(layer, unpacked[i]))], Variables(config));
    }

    static ImageLayer Layer(JsonElement layer, ContentDigest unpacked)
    {
        var type = Text(layer, "mediaType");
        if (!LayerType().IsMatch(type)) throw Unknown(type);

        var digest = ContentDigest.Parse(Text(layer, "digest"));
        return new ImageLayer(digest.Blob, digest, layer.GetProperty("size").GetInt64(), unpacked);
    }

    // Attestations lie beside images.
    static bool IsImage(JsonElement entry) => Platform(entry) != "unknown/unknown";

    static string? Platform(JsonElement entry) => entry.TryGetProperty("platform", out var platform)
        ? $"{Text(platform, "os")}/{Text(platform, "architecture")}" : null;

    static string? Reference(JsonElement entry) => entry.TryGetProperty("annotations", out var annotations)
        && annotations.TryGetProperty("org.opencontainers.image.ref.name", out var name) ? name.GetString() : null;

    static byte[] Blob(ImageFiles files, JsonElement described, ContentDigest digest, ImageLimits limits)
    {
        var content = files.Read(digest.Blob, limits.Json);
        if (!digest.IsOf(content)) throw new ImageException($"the content of '{digest.Blob}' has another digest");
        if (described.GetProperty("size").GetInt64() is var size && size != content.Length)
        {
            throw new ImageException($"'{digest.Blob}' has {content.Length} bytes instead of {size}");
        }

        return content;
    }

    static JsonElement Config(byte[] content, ImageLimits limits)
    {
        var config = Json(content, "the configuration", limits);
        var platform = $"{Text(config, "os")}/{Text(config, "architecture")}";
        return platform == $"linux/{Machine}" ? config
            : throw new ImageException($"it is for {ImageException.Shown(platform)}, and this machine is linux/{Machine}");
    }

    static ContentDigest[] Unpacked(JsonElement config, int layers, ImageLimits limits)
    {
        ContentDigest[] digests = [.. config.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray()
            .Select(digest => ContentDigest.Parse(digest.GetString()))];
        if (layers > limits.Layers) throw new ImageException($"it has more than {limits.Layers} layers");
        return digests.Length == layers ? digests
            : throw new ImageException($"its manifest has {layers} layers, and its configuration {digests.Length}");
    }

    static Dictionary<string, string> Variables(JsonElement config)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!config.TryGetProperty("config", out var settings) || settings.ValueKind != JsonValueKind.Object
            || !settings.TryGetProperty("Env", out var env) || env.ValueKind == JsonValueKind.Null) return variables;

        foreach (var variable in env.EnumerateArray())
        {
            var text = variable.GetString() ?? "";
            // What has no value is unset.
            if (text.IndexOf('=', StringComparison.Ordinal) is > 0 and var end && !text.Contains('\0', StringComparison.Ordinal))
            {
                variables[text[..end]] = text[(end + 1)..];
            }
        }

        return variables;
    }

    static JsonElement Json(byte[] content, string name, ImageLimits limits)
    {
        try
        {
            return JsonElement.Parse(content, new JsonDocumentOptions { MaxDepth = limits.JsonDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw new ImageException($"'{ImageException.Shown(name)}' is not valid JSON: {e.Message.TrimEnd('.')}");
        }
    }

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()
        ?? throw new ImageException($"'{name}' has no value");

    static string Listed(IEnumerable<string> names)
    {
        string[] all = [.. names.Distinct()];
        return all.Length == 0 ? ""
            : $": {string.Join(", ", all.Take(MostShown).Select(ImageException.Shown))}{(all.Length > MostShown ? $" and {all.Length - MostShown} more" : "")}";
    }

    static ImageException Unknown(string type) => new(type.EndsWith("+zstd", StringComparison.Ordinal)
        ? $"a layer is compressed with zstd, which cannot be read; use skopeo copy --dest-compress-format gzip"
        : $"the media type '{ImageException.Shown(type)}' is unknown");

    /// <summary>What is not there, or has another type, makes an image that is refused.</summary>
    static ImageManifest Guarded(Func<ImageManifest> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ImageException($"its manifest or configuration is not as the OCI image format defines it: {e.Message.TrimEnd('.')}");
        }
    }

    [GeneratedRegex(
        @"\Aapplication/vnd\.(?:oci\.image\.layer(?:\.nondistributable)?\.v1\.tar(?:\+gzip)?|docker\.image\.rootfs\.(?:foreign\.)?diff\.tar(?:\.gzip)?)\z")]
    private static partial Regex LayerType();

    [GeneratedRegex(@"\A(?:blobs/sha256/)?([0-9a-f]{64})(?:\.json)?\z")]
    private static partial Regex HexName();
}
