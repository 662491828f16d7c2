using System.Text;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Building;
using Spaceforge.Files;

namespace Spaceforge.Cli.Images;

/// <summary>Unpacked images in the cache, by digest. An image appears there whole, with one rename.</summary>
sealed class ImageCache(string folder)
{
    const string RootName = "root";
    const string VariablesFile = "variables.json";
    const int LargestVariables = 4_000_000;

    public static ImageCache OfUser() => new(Path.Combine(CacheFolder.Open(), CacheContents.ImagesFolder));

    /// <summary>The folder with an image's files and its variables; unpacks it if it is not there.</summary>
    /// <param name="digest">What identifies its content.</param>
    /// <param name="kind">How it is unpacked.</param>
    /// <param name="path">Where it is from, for people.</param>
    /// <param name="unpack">Unpacks it into a folder, and returns its variables.</param>
    /// <param name="cancellationToken">Ends the wait for another process that unpacks it.</param>
    public (string Root, IReadOnlyDictionary<string, string> Variables) Get(
        ContentDigest digest, string kind, string path, Func<ForeignFolder, IReadOnlyDictionary<string, string>> unpack,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        using var cache = ForeignFolder.Open(folder);
        var name = $"{kind}-{digest.Text.Replace(':', '-')}";
        if (Read(cache, name) is { } there) return there;

        // A process that ends, however it does, unlocks it.
        using var locked = FileLock.Wait(Path.Combine(folder, $"{name}.lock"), cancellationToken);
        if (Read(cache, name) is { } made) return made;

        var unfinished = $"{name}{CacheContents.Unfinished}";
        // Left by a process that was killed.
        cache.Delete(unfinished);
        cache.Delete(name);
        try
        {
            using (var root = cache.CreateFolder($"{unfinished}/{RootName}"))
            {
                var variables = unpack(root);
                var json = new JsonObject(variables.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value)));
                cache.Write($"{unfinished}/{VariablesFile}", Encoding.UTF8.GetBytes(json.ToJsonString()));
                cache.Write($"{unfinished}/{CacheContents.ImageSourceFile}", Encoding.UTF8.GetBytes(Path.GetFullPath(path)));
            }

            cache.Move(unfinished, name);
        }
        catch
        {
            cache.Delete(unfinished);
            throw;
        }

        return Read(cache, name) ?? throw new IOException("the unpacked image is gone");
    }

    /// <summary>Keeps a stream until it is closed, to read any part of it.</summary>
    public Stream Keep(Stream content)
    {
        Directory.CreateDirectory(folder);
        using var cache = ForeignFolder.Open(folder);
        var name = $"{Path.GetRandomFileName()}{CacheContents.Unfinished}";
        try
        {
            using (var file = cache.CreateNew(name, UnixFileMode.UserRead | UnixFileMode.UserWrite)) content.CopyTo(file);
            return cache.OpenRead(name);
        }
        finally
        {
            // The open file stays.
            cache.Delete(name);
        }
    }

    (string Root, IReadOnlyDictionary<string, string> Variables)? Read(ForeignFolder cache, string name)
    {
        try
        {
            if (cache.ReadIfThere($"{name}/{VariablesFile}", LargestVariables) is not { } json) return null;

            Directory.SetLastWriteTimeUtc(Path.Combine(folder, name), DateTime.UtcNow);
            return (Path.Combine(folder, name, RootName), JsonNode.Parse(json)!.AsObject()
                .ToDictionary(variable => variable.Key, variable => (string)variable.Value!, StringComparer.Ordinal));
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
