namespace Spaceforge.Simulation.Tests;

/// <summary>Images that real tools made of real roots, for all tests of a class.</summary>
public sealed class MadeImages : IDisposable
{
    // What makes Debian large and is no part of a system that starts programs.
    const string Large = "--exclude=./var/cache --exclude=./var/lib/apt --exclude=./usr/share --exclude=./usr/lib/python3* "
        + "--exclude=libicu* --exclude=gconv --exclude=perl* --exclude=./dev";

    readonly TemporaryFolder _folder = new();

    /// <summary>A cache that is removed with the images.</summary>
    public string Cache => _folder.PathOf("cache");

    public void Dispose() => _folder.Dispose();

    /// <summary>The path of an image; the first call for a root makes what the form is made from, too.</summary>
    public async Task<string> MakeAsync(string root, string form)
    {
        Needs.Root("Containers are made by root");
        foreach (var program in (string[])["umoci", "skopeo", root == "debian" ? "debootstrap" : "busybox"]) Needs.Program(program);
        var source = await (root == "debian" ? RunnerImage.DebianAsync() : RunnerImage.BusyboxAsync());
        var folder = await ReuseAsync($"{root}-folder", $"""
            mkdir "$2" && tar -C "$1" {Large} -cf - . | tar -C "$2" -xf -
            echo first >"$2/etc/added" && touch "$2/etc/removed"
            """, source.Folder);
        const string copy = "skopeo --insecure-policy copy -q";
        return form switch
        {
            "folder" => folder,
            "tar" => await ReuseAsync($"{root}-tar", "tar -C \"$1\" -cf \"$2\" .", folder),
            "OCI layout" => await LayoutAsync(),
            "OCI archive" => await ReuseAsync($"{root}-oci-archive", $"{copy} \"oci:$1:latest\" \"oci-archive:$2\"", await LayoutAsync()),
            "docker archive" => await ReuseAsync(
                $"{root}-docker", $"{copy} \"oci:$1:latest\" \"docker-archive:$2:test:latest\"", await LayoutAsync()),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
        };

        Task<string> LayoutAsync() => ReuseAsync($"{root}-layout", """
            umoci init --layout "$2"
            umoci new --image "$2:latest"
            umoci unpack --image "$2:latest" "$2.bundle"
            cp -a "$1/." "$2.bundle/rootfs/"
            umoci repack --image "$2:latest" "$2.bundle"
            rm -rf "$2.bundle"
            umoci unpack --image "$2:latest" "$2.bundle"
            rm "$2.bundle/rootfs/etc/removed"
            echo second >"$2.bundle/rootfs/etc/added"
            umoci repack --image "$2:latest" "$2.bundle"
            rm -rf "$2.bundle"
            umoci config --image "$2:latest" --config.env OF_IMAGE=yes --config.user 4711
            umoci config --image "$2:latest" --config.entrypoint /bin/false --config.workingdir /srv
            umoci gc --layout "$2"
            """, folder);
    }

    async Task<string> ReuseAsync(string name, string script, string source)
    {
        var path = _folder.PathOf(name);
        if (!Path.Exists(path)) (await new CommandLine("sh", "-euc", script, "sh", source, path).RunAsync()).ShouldExit(0);
        return path;
    }
}
