namespace Spaceforge.Tests.Shared;

/// <summary>The root folder of a runner image. It is created once below artifacts, and containers never write to it.</summary>
sealed record RunnerImage(string Folder)
{
    /// <summary>Programs that the smallest Debian lacks, and that tests remove again.</summary>
    const string Packages = "bzip2,ca-certificates,curl,libarchive-tools,python3,unzip,wget,xz-utils";

    // It mounts /proc in the new root, which the containers of other tests would see.
    const string Debootstrap = "unshare --mount debootstrap";

    /// <summary>Only Debian's static busybox.</summary>
    public static Task<RunnerImage> BusyboxAsync() => MakeAsync("busybox", """
        mkdir -p "$1/bin" "$1/usr/bin" "$1/usr/sbin" "$1/sbin"
        cp /bin/busybox "$1/bin/busybox"
        "$1/bin/busybox" --list | while read -r applet; do [ "$applet" = busybox ] || ln -s busybox "$1/bin/$applet"; done
        """);

    /// <summary>A glibc image with the usual programs, without .NET and without ICU.</summary>
    public static Task<RunnerImage> DebianAsync() => MakeAsync("debian", $"""
        {Debootstrap} --variant=minbase --include={Packages} bookworm "$1" >"$1.log" 2>&1
        cp /bin/busybox "$1/bin/busybox"
        """);

    /// <summary>A later Debian, with another glibc, and with the name services of desktops and servers.</summary>
    public static Task<RunnerImage> NewerDebianAsync() => MakeAsync("debian-13", $"""
        {Debootstrap} --variant=minbase --include=libnss-myhostname,libnss-mdns trixie "$1" >"$1.log" 2>&1
        # Only the module, since its service cannot be configured here.
        chroot "$1" sh -euc 'apt-get update && cd /tmp && apt-get download libnss-resolve && dpkg -x libnss-resolve_*.deb /' >>"$1.log" 2>&1
        """);

    static async Task<RunnerImage> MakeAsync(string name, string script)
    {
        var folder = Repository.PathOf("artifacts", "roots", name);
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        // Programs of several test projects make it.
        using var made = await LockAsync($"{folder}.lock");
        if (!Directory.Exists(folder))
        {
            var unfinished = folder + ".unfinished";
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
            Directory.CreateDirectory(unfinished);
            (await new CommandLine("sh", "-euc", script + "\n" + Common, "sh", unfinished).RunAsync()).ShouldExit(0);
            Directory.Move(unfinished, folder);
        }

        return new RunnerImage(folder);
    }

    static async Task<FileStream> LockAsync(string path)
    {
        FileStream? file = null;
        await Wait.UntilAsync(IsMine, $"another test program to make the root next to {path}", TimeSpan.FromMinutes(8));
        return file!;

        bool IsMine()
        {
            try
            {
                file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    // A home that only root can write to.
    const string Common = """
        mkdir -p "$1/etc" "$1/tmp" "$1/mnt/workspace" "$1/proc" "$1/dev" "$1/home/spacelift"
        chmod 1777 "$1/tmp"
        echo 'spacelift:x:1983:1983::/home/spacelift:/bin/sh' >>"$1/etc/passwd"
        echo 'spacelift:x:1983:' >>"$1/etc/group"
        """;
}
