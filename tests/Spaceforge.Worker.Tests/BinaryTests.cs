using Spaceforge.Worker.Tests.Containers;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Worker.Tests;

/// <summary>Programs that hooks call, from the image or from archives of every kind.</summary>
public sealed class BinaryTests(Bench bench) : IDisposable
{
    const string Binaries = "plugins/plugin_binaries";

    readonly Archive _archive = new();

    public static TheoryData<string, string> ImagesAndArchives => [.. from image in (string[])["busybox", "debian"]
        from archive in (string[])["x.tar.gz", "x.tgz", "x.tar.xz", "x.tar.bz2", "x.tbz2", "x.zip"] select (image, archive)];

    public static TheoryData<string> Unzippers => ["unzip", "bsdtar", "python3", "busybox"];

    public void Dispose() => _archive.Dispose();

    [Theory]
    [MemberData(nameof(ImagesAndArchives))]
    public async Task The_program_is_found_in_an_archive(string image, string archive)
    {
        _archive.Add("release/bin/my-tool", "#!/bin/sh\necho the tool\n", executable: true);
        _archive.Add("README", "read me");
        using var run = new WorkerRun(Installing("my-tool", await PublishAsync(archive) + "?download=1"));

        var outcome = (await run.RunAsync(
            image == "busybox" ? bench.Busybox : bench.Debian with { Shell = "/bin/dash" }, "before_init")).ShouldExit(0);
        Assert.Equal("the tool\n", outcome.Output);
        Assert.Equal(["my-tool"], run.List(Binaries));
    }

    [Theory]
    [MemberData(nameof(Unzippers))]
    public async Task Of_several_files_the_program_is_taken(string unzipper)
    {
        _archive.Add("my-tool", "completions");
        _archive.Add("b/my-tool", "#!/bin/sh\necho second\n", executable: true);
        _archive.Add("a/my-tool", "#!/bin/sh\necho first\n", executable: true);
        _archive.Add("a/a/my-tool", "#!/bin/sh\necho deep\n", executable: true);
        using var run = new WorkerRun(Installing("my-tool", await PublishAsync("several.zip")));
        Assert.Equal("first\n", (await run.RunAsync(WithOnly(unzipper), "before_init")).ShouldExit(0).Output);
    }

    [Fact]
    public async Task A_program_that_is_named_after_its_platform_is_taken()
    {
        _archive.Add("a/my-tool-LICENSE", "free");
        _archive.Add("my-tools", "#!/bin/sh\necho another tool\n", executable: true);
        _archive.Add("b/my-tool-linux-amd64", "#!/bin/sh\necho the tool\n", executable: true);
        using var run = new WorkerRun(Installing("my-tool", await PublishAsync("platform.tar.gz")));
        Assert.Equal("the tool\n", (await run.RunAsync(bench.Busybox, "before_init")).ShouldExit(0).Output);
        Assert.Equal(["my-tool"], run.List(Binaries));
    }

    [Theory]
    [InlineData("x.tar.gz", "unzip")]
    [InlineData("x.zip", "unzip")]
    [InlineData("x.zip", "bsdtar")]
    [InlineData("x.zip", "python3")]
    [InlineData("x.zip", "busybox")]
    [InlineData("x.tar.gz", "busybox-tar")]
    public async Task An_archive_cannot_write_elsewhere(string archive, string program)
    {
        _archive.Add("my-tool", "#!/bin/sh\necho the tool\n", executable: true);
        using var run = new WorkerRun(Installing(
            "my-tool", bench.Server.Publish("/" + archive, _archive.Hostile(archive.EndsWith(".zip", StringComparison.Ordinal)))));

        // The program decides whether to reject it or skip the bad entries.
        var container = program == "busybox-tar" ? bench.Busybox : WithOnly(program);
        await run.RunAndLookAsync(container, "", "before_init");
        Assert.DoesNotContain(Directory.EnumerateFiles(
            run.Workspace, "escaped*", SearchOption.AllDirectories), path => !path.Contains("/.unfinished", StringComparison.Ordinal));
        Assert.DoesNotContain(run.List(Binaries), name => name != "my-tool");
    }

    [Theory]
    [InlineData("x.tar.xz", "usr/bin/xz", "it needs xz to unpack")]
    [InlineData("x.tar.bz2", "bin/bzip2", "it needs bzip2 to unpack")]
    [InlineData(
        "x.zip", "usr/bin/unzip usr/bin/bsdtar usr/bin/python3* bin/busybox", "it needs unzip, bsdtar, python3 or busybox to unpack")]
    public async Task A_missing_program_is_named(string archive, string programs, string message)
    {
        _archive.Add("my-tool", "");
        using var run = new WorkerRun(Installing("my-tool", await PublishAsync(archive)));
        var outcome = (await run.RunAsync((bench.Debian with { Shell = "/bin/dash" }).With($"rm {programs}"), "before_init")).ShouldExit(1);
        Assert.Contains($"spaceforge: cannot install my-tool: {message} {bench.Server.Address}/{archive}\n",
            outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_archive_and_one_without_the_program_are_named()
    {
        _archive.Add("another", "");
        using var run = new WorkerRun(Installing("my-tool", await PublishAsync("other.tar.gz")));
        Assert.Contains("/other.tar.gz holds no file of that name\n",
            (await run.RunAsync(bench.Debian, "before_init")).ShouldExit(1).Error, StringComparison.Ordinal);

        using var broken = new WorkerRun(Installing("my-tool", bench.Server.Publish("/broken.tar.gz", [1, 2, 3])));
        Assert.Contains("/broken.tar.gz cannot be unpacked\n",
            (await broken.RunAsync(bench.Debian, "before_init")).ShouldExit(1).Error, StringComparison.Ordinal);
        Assert.Empty(broken.List(Binaries));
    }

    [Theory]
    [InlineData("/bin/busybox")]
    [InlineData("/bin/dash")]
    [InlineData("/bin/bash")]
    public async Task A_program_of_the_image_stays(string shell)
    {
        using var run = new WorkerRun(Installing("my-tool", $"{bench.Server.Address}/missing"));
        var image = (bench.Debian with { Shell = shell }).With(
            "printf '#!/bin/sh\\necho the image\\n' >usr/local/bin/my-tool; chmod +x usr/local/bin/my-tool");
        Assert.Equal("the image\n", (await run.RunAsync(image, "before_init")).ShouldExit(0).Output);
        Assert.Empty(run.List(Binaries));
    }

    [Theory]
    [InlineData("/bin/dash")]
    [InlineData("/bin/bash")]
    public async Task A_builtin_of_the_shell_is_no_program(string shell)
    {
        using var run = new WorkerRun(
            Installing("ulimit", bench.Server.Publish("/ulimit", "#!/bin/sh\necho installed\n"u8.ToArray()), "env ulimit"));
        Assert.Equal("installed\n", (await run.RunAsync(bench.Debian with { Shell = shell }, "before_init")).ShouldExit(0).Output);
    }

    [Fact]
    public async Task An_architecture_without_a_download_is_named()
    {
        var other = Bench.Architecture == "amd64" ? "arm64" : "amd64";
        var manifest = Installing("my-tool", "unused");
        using var run = new WorkerRun(
            manifest with
            {
                Hooks = new Dictionary<string, IReadOnlyList<string>>
                {
                    ["before_init"] =
                [$"sh /mnt/workspace/plugins/p/install.sh my-tool {other} https://example.com/x -"]
                }
            });
        Assert.Equal(
            $"spaceforge: cannot install my-tool: the plugin names no download for {Bench.Architecture}\n",
            (await run.RunAsync(bench.Busybox, "before_init")).ShouldExit(1).Error);
    }

    async Task<string> PublishAsync(string name) => bench.Server.Publish("/" + name, await _archive.PackAsync(name));

    /// <summary>A manifest that installs a program and calls it in a raw hook.</summary>
    static Manifest Installing(string name, string address, string? call = null) => new(
        new Dictionary<string, string>
        {
            ["/mnt/workspace/plugins/p/install.sh"] =
            File.ReadAllText(Repository.PathOf("src", "Spaceforge", "Launching", "install.sh"))
        },
        new Dictionary<string, IReadOnlyList<string>>
        {
            ["before_init"] =
            [
                $"sh /mnt/workspace/plugins/p/install.sh {name} amd64 '{address}' - arm64 '{address}' -",
                "export PATH=\"/mnt/workspace/plugins/plugin_binaries:$PATH\"",
                call ?? name,
            ],
        });

    /// <summary>An image with one of the programs that unpack zip files.</summary>
    Container WithOnly(string program)
    {
        string[] others = [.. ((string[])["usr/bin/unzip", "usr/bin/bsdtar", "usr/bin/python3", "bin/busybox"]).Where(
            path => !path.EndsWith(program, StringComparison.Ordinal))];
        return (bench.Debian with { Shell = "/bin/dash" }).With($"rm {string.Join(' ', others)}");
    }
}
