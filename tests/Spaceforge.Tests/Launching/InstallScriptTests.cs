using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Tests.Launching;

/// <summary>install.sh against servers, archives and repositories that mean harm, with each program that it may use.</summary>
public sealed class InstallScriptTests
{
    static readonly byte[] Tool = Encoding.UTF8.GetBytes(ScriptBench.Tool);

    public static TheoryData<string> Shells => ["dash", "bash --posix", "busybox sh"];

    public static TheoryData<string> Fetchers => ["curl", "wget", "wget=busybox"];

    public static TheoryData<string> Tars => ["tar", "tar=busybox", "tar=bsdtar"];

    public static TheoryData<string> Unzippers => ["unzip", "unzip=busybox", "bsdtar", "python3", "busybox"];

    [Theory]
    [InlineData("dash", "1.9.3", "1.10", true)]
    [InlineData("dash", "1.10.0", "1.10", false)]
    [InlineData("bash --posix", "v2.0-beta", "1.10.5", false)]
    [InlineData("busybox sh", "0.9", "1", true)]
    [InlineData("busybox sh", "none", "1", true)]
    public async Task A_program_of_the_image_that_is_too_old_is_replaced(string shell, string has, string atLeast, bool isReplaced)
    {
        using var bench = new ScriptBench { Shell = shell };
        bench.Only("curl");
        bench.WriteScript("bin/my-tool", $"#!/bin/sh\n[ \"$*\" = 'version --short' ] && echo 'my-tool {has} of 2020'\n");
        var outcome = await bench.RunAsync(null, bench.PathOf("plugins/p/install.sh"), "--at-least", atLeast, "version --short",
            "my-tool", ScriptBench.Architecture, bench.Server.Publish("/tool", Tool), ScriptBench.Sha256(Tool));
        outcome.ShouldExit(0);
        Assert.Equal(isReplaced, File.Exists(bench.Installed));
    }

    [Fact]
    public async Task An_old_program_without_a_download_is_an_error()
    {
        using var bench = new ScriptBench();
        bench.Only();
        bench.WriteScript("bin/my-tool", "#!/bin/sh\necho 1.0\n");
        var outcome = await bench.RunAsync(null, bench.PathOf("plugins/p/install.sh"), "--at-least", "2", "--version", "my-tool");
        Assert.Contains("the image's my-tool is older than 2 (1.0)", outcome.ShouldExit(1).Error, StringComparison.Ordinal);
    }

    // The wget of Debian's busybox agrees with no server of .NET on a cipher.
    [Theory]
    [InlineData("curl")]
    [InlineData("wget")]
    [Attack("server of a download", "redirects from https to http", "the download is refused")]
    public async Task From_https_nothing_goes_on_to_http(string fetcher)
    {
        using var bench = new ScriptBench();
        using var certificate = ScriptBench.Certificate();
        using var secure = new FileServer(certificate);
        bench.Only(fetcher);
        Trust(bench, certificate.ExportCertificatePem());

        var outcome = await bench.InstallAsync(secure.Redirect("/to-http", bench.Server.Publish("/tool", Tool)));
        Assert.Contains("cannot be fetched", outcome.ShouldExit(1).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.Installed));
        Assert.Equal(0, bench.Server.Requests("/tool"));
    }

    [Theory]
    [MemberData(nameof(Fetchers))]
    public async Task Redirects_are_followed_where_they_may(string fetcher)
    {
        using var bench = new ScriptBench();
        using var certificate = ScriptBench.Certificate();
        using var secure = new FileServer(fetcher == "wget=busybox" ? null : certificate);
        bench.Only(fetcher);
        Trust(bench, certificate.ExportCertificatePem());

        secure.Publish("/folder/tool", Tool);
        secure.Redirect("/folder/relative", fetcher == "wget=busybox" ? "/folder/tool" : "tool?signature=1");
        secure.Redirect("/again", "/folder/relative");
        (await bench.InstallAsync(secure.Redirect("/first", $"{secure.Address}/again"), ScriptBench.Sha256(Tool))).ShouldExit(0);
        Assert.Equal(ScriptBench.Tool, await File.ReadAllTextAsync(bench.Installed, TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Fetchers))]
    [Attack("server of a download", "sends two bytes a second, endlessly", "the download is aborted, and tried four times in total")]
    public async Task A_download_that_trickles_ends(string fetcher)
    {
        using var bench = new ScriptBench();
        bench.Only(fetcher);
        bench.Variables["SPACEFORGE_DOWNLOAD_TIMEOUT"] = "1";
        bench.Server.Fail("/slow", Fault.Trickle, Fault.Trickle, Fault.Trickle, Fault.Trickle);
        Assert.Contains("cannot be fetched",
            (await bench.InstallAsync(bench.Server.Publish("/slow", new byte[1000]))).ShouldExit(1).Error, StringComparison.Ordinal);
        Assert.Equal(4, bench.Server.Requests("/slow"));
    }

    [Theory]
    [MemberData(nameof(Fetchers))]
    [Attack("server of a download", "sends too much data", "the download ends at its limit")]
    public async Task A_download_has_a_limit(string fetcher)
    {
        using var bench = new ScriptBench();
        bench.Only(fetcher);
        bench.Variables["SPACEFORGE_DOWNLOAD_LIMIT"] = "1";
        Assert.Contains("/large is larger than 1 MB\n",
            (await bench.InstallAsync(bench.Server.Publish("/large", new byte[3_000_000]))).ShouldExit(1).Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(bench.PathOf("plugins/plugin_binaries")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    [Attack("repository", "contains programs, and PATH has '.', an empty part, and folders in the repository", "none of them starts")]
    public async Task Programs_of_the_repository_do_not_start(string shell)
    {
        using var bench = new ScriptBench { Shell = shell };
        foreach (var folder in (string[])["source", "source/bin"])
        {
            foreach (var name in (string[])["my-tool", "curl", "wget", "uname", "mkdir", "sha256sum", "stat", "rm", "chmod", "mv"])
            {
                bench.WriteScript($"{folder}/{name}", $"echo {name} >>{bench.PathOf("started")}; exit 1");
            }
        }

        Directory.CreateSymbolicLink(bench.PathOf("linked"), bench.PathOf("source/bin"));
        var path = $".::bin:{bench.PathOf("source/bin")}:{bench.PathOf("linked")}:/proc/self/cwd:{bench.PathOf("plugins/../source")}:"
            + Environment.GetEnvironmentVariable("PATH") + ":";
        (await bench.InstallAsync(bench.Server.Publish("/tool", Tool), ScriptBench.Sha256(Tool), path)).ShouldExit(0);
        Assert.False(File.Exists(bench.PathOf("started")), "A program of the repository was started.");
        Assert.True(File.Exists(bench.Installed));

        var launched = await bench.RunAsync(path, bench.PathOf("plugins/p/launch.sh"),
            "before_init", "native", "my-tool", ScriptBench.Architecture, "http://127.0.0.1:9/", ScriptBench.Sha256(Tool));
        Assert.Equal("the tool\n", launched.ShouldExit(0).Output);
        Assert.False(File.Exists(bench.PathOf("started")), "A program of the repository was started.");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    [Attack(
        "another plugin", "puts its own program into plugin_binaries under the name of a verified one", "the verified one replaces it")]
    public async Task What_another_has_installed_is_checked(string shell)
    {
        using var bench = new ScriptBench { Shell = shell };
        var address = bench.Server.Publish("/tool", Tool);
        string[] hook = [bench.PathOf("plugins/p/launch.sh"), "before_init", "native",
            "my-tool", ScriptBench.Architecture, address, ScriptBench.Sha256(Tool)];
        bench.WriteScript("plugins/plugin_binaries/my-tool", "echo another");
        Assert.Equal("the tool\n", (await bench.RunAsync(null, hook)).ShouldExit(0).Output);
        Assert.Equal("the tool\n", (await bench.RunAsync(null, hook)).ShouldExit(0).Output);
        Assert.Equal(1, bench.Server.Requests("/tool"));

        bench.WriteScript("plugins/plugin_binaries/my-tool", "echo changed");
        Assert.Equal("the tool\n", (await bench.RunAsync(null, hook)).ShouldExit(0).Output);

        File.Delete(bench.Installed);
        File.CreateSymbolicLink(bench.Installed, "/bin/true");
        Assert.Equal("the tool\n", (await bench.RunAsync(null, hook)).ShouldExit(0).Output);
        Directory.Delete(bench.PathOf("plugins/plugin_binaries"), recursive: true);
        Directory.CreateDirectory(bench.Installed);
        Assert.Equal("the tool\n", (await bench.RunAsync(null, hook)).ShouldExit(0).Output);

        bench.WriteScript("plugins/plugin_binaries/my-tool", "echo changed");
        bench.Server.Remove("/tool");
        Assert.Equal("", (await bench.RunAsync(null, hook)).ShouldExit(1).Output);
    }

    [Fact]
    public async Task An_archive_that_is_installed_stays_for_its_plugin_only()
    {
        using var bench = new ScriptBench();
        var packed = Tar(archive => WriteTar(archive, "my-tool", Tool));
        var address = bench.Server.Publish("/tool.tar.gz", packed);
        for (var i = 0; i < 2; i++) (await bench.InstallAsync(address, ScriptBench.Sha256(packed))).ShouldExit(0);
        Assert.Equal(1, bench.Server.Requests("/tool.tar.gz"));

        // As after a pause of the run, which copies the workspace.
        await File.WriteAllBytesAsync(bench.Installed + ".copy", Tool, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(bench.Installed + ".copy", File.GetUnixFileMode(bench.Installed));
        File.Move(bench.Installed + ".copy", bench.Installed, overwrite: true);
        (await bench.InstallAsync(address, ScriptBench.Sha256(packed))).ShouldExit(0);
        Assert.Equal(1, bench.Server.Requests("/tool.tar.gz"));

        bench.WriteScript("plugins/plugin_binaries/my-tool", "echo another");
        (await bench.InstallAsync(address, ScriptBench.Sha256(packed))).ShouldExit(0);
        Assert.Equal(2, bench.Server.Requests("/tool.tar.gz"));
        Assert.Equal(ScriptBench.Tool, await File.ReadAllTextAsync(bench.Installed, TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Tars))]
    [Attack("author of an archive", "packs absolute paths and '..'", "the archive is refused, and nothing is written outside")]
    public async Task A_tar_with_paths_that_lead_out_is_refused(string tar)
    {
        foreach (var path in (string[])["../escaped", "a/../../escaped", "ABSOLUTE"])
        {
            await RefusesAsync(tar, (bench, archive) =>
            {
                WriteTar(archive, path.Replace("ABSOLUTE", bench.PathOf("escaped"), StringComparison.Ordinal), "escaped"u8.ToArray());
                WriteTar(archive, "my-tool", Tool);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Tars))]
    [Attack("author of an archive", "packs a link, a hard link, a FIFO or a device as the program", "it is not installed")]
    public async Task A_tar_whose_program_is_not_a_file_is_refused(string tar)
    {
        foreach (var type in (TarEntryType[])[
            TarEntryType.SymbolicLink, TarEntryType.HardLink, TarEntryType.Fifo, TarEntryType.CharacterDevice, TarEntryType.BlockDevice])
        {
            await RefusesAsync(tar, (bench, archive) =>
            {
                var entry = new PaxTarEntry(type, "my-tool") { Mode = (UnixFileMode)0b111_101_101 };
                if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink) entry.LinkName = bench.Write("outside", ScriptBench.Tool);
                if (type is TarEntryType.CharacterDevice or TarEntryType.BlockDevice) (entry.DeviceMajor, entry.DeviceMinor) = (1, 5);
                archive.WriteEntry(entry);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Tars))]
    [Attack("author of an archive", "packs a link to a folder outside, and files below it",
        "nothing is written outside; the program is installed")]
    public async Task Nothing_is_written_through_a_link_in_a_tar(string tar)
    {
        using var bench = new ScriptBench();
        bench.Only("curl", tar);
        Directory.CreateDirectory(bench.PathOf("outside"));
        var packed = Tar(archive =>
        {
            archive.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "link") { LinkName = bench.PathOf("outside") });
            WriteTar(archive, "link/escaped", "escaped"u8.ToArray());
            WriteTar(archive, "bin/my-tool", Tool);
        });
        (await bench.InstallAsync(bench.Server.Publish("/x.tar.gz", packed))).ShouldExit(0);
        Assert.Empty(Directory.GetFileSystemEntries(bench.PathOf("outside")));
        Assert.Equal(ScriptBench.Tool, await File.ReadAllTextAsync(bench.Installed, TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Tars))]
    [Attack("author of an archive", "packs paths with line breaks and control characters that resemble the program's",
        "nothing is installed, and none of it reaches the terminal")]
    public async Task Line_breaks_in_paths_move_nothing(string tar)
    {
        foreach (var path in (string[])[
            "a\nMARK/my-tool", "MARK\n/my-tool", "\u001b[31mMARK/my-tool", "a\nmy-tool", "-rf/my-tool", "*/my-tool"])
        {
            await RefusesAsync(tar, (bench, archive) =>
            {
                bench.Write("outside/my-tool", "mine");
                WriteTar(archive, path.Replace("MARK", bench.PathOf("outside"), StringComparison.Ordinal).TrimStart('/'), Tool);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Tars))]
    [Attack("author of an archive", "packs gigabytes of zeros into kilobytes", "unpacking ends at the limit")]
    public async Task A_tar_bomb_is_refused(string tar)
    {
        Assert.Contains("is larger than 1 MB when it is unpacked\n", await RefusesAsync(
            tar, (_, archive) => WriteTar(archive, "my-tool", new byte[20_000_000])), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Unzippers))]
    [Attack("author of an archive", "packs a zip with absolute paths, '..', links or a bomb",
        "the archive is refused, and nothing is written outside")]
    public async Task A_hostile_zip_is_refused(string unzipper)
    {
        (string Path, int Mode, byte[] Content)[][] archives =
        [
            [("../escaped", 0x81A4, "escaped"u8.ToArray()), ("my-tool", 0x81ED, Tool)],
            [("/ABSOLUTE", 0x81A4, "escaped"u8.ToArray()), ("my-tool", 0x81ED, Tool)],
            [("my-tool", 0xA1FF, "/bin/sh"u8.ToArray())],
            [("a\n/my-tool", 0x81ED, Tool)],
            [("my-tool", 0x81ED, new byte[20_000_000])],
        ];
        foreach (var entries in archives)
        {
            using var bench = new ScriptBench();
            bench.Only("curl", unzipper);
            bench.Variables["SPACEFORGE_DOWNLOAD_LIMIT"] = "1";
            bench.Write("source/zipfile.py", "open('../escaped', 'w')");
            var outcome = await bench.InstallAsync(bench.Server.Publish("/x.zip", Zip(entries)));
            Assert.False(File.Exists(bench.Installed), $"{entries[0].Path} was installed.");
            ShouldBeWhole(bench, outcome.ShouldExit(1));
        }
    }

    [Theory]
    [MemberData(nameof(Unzippers))]
    [Attack("repository", "contains a zipfile.py, which python3 would import", "it is not imported; the program is installed")]
    public async Task The_first_executable_is_taken_from_a_zip(string unzipper)
    {
        using var bench = new ScriptBench();
        bench.Only("curl", unzipper);
        bench.Write("source/zipfile.py", "open('../escaped', 'w')");
        var packed = Zip([
            ("my-tool", 0x81A4, "completions"u8.ToArray()), ("b/my-tool", 0x81ED, "second"u8.ToArray()),
            ("a/my-tool", 0x81ED, Tool), ("a/a/my-tool", 0x81ED, "deep"u8.ToArray()),
        ]);
        ShouldBeWhole(bench, (await bench.InstallAsync(bench.Server.Publish("/x.zip", packed))).ShouldExit(0));
        Assert.Equal(ScriptBench.Tool, await File.ReadAllTextAsync(bench.Installed, TestContext.Current.CancellationToken));
    }

    static void Trust(ScriptBench bench, string certificate)
    {
        var file = bench.Write("authority.pem", certificate);
        bench.Variables["CURL_CA_BUNDLE"] = file;
        bench.Variables["WGETRC"] = bench.Write("wgetrc", $"ca_certificate = {file}\n");
    }

    static async Task<string> RefusesAsync(string tar, Action<ScriptBench, TarWriter> pack)
    {
        using var bench = new ScriptBench();
        bench.Only("curl", tar);
        bench.Variables["SPACEFORGE_DOWNLOAD_LIMIT"] = "1";
        var outcome = (await bench.InstallAsync(bench.Server.Publish("/x.tar.gz", Tar(archive => pack(bench, archive))))).ShouldExit(1);
        ShouldBeWhole(bench, outcome);
        if (File.Exists(bench.PathOf("outside/my-tool")))
        {
            Assert.Equal("mine", await File.ReadAllTextAsync(bench.PathOf("outside/my-tool"), TestContext.Current.CancellationToken));
        }
        return outcome.Error;
    }

    static void ShouldBeWhole(ScriptBench bench, Outcome outcome)
    {
        Assert.False(File.Exists(bench.PathOf("escaped")), "A file was written outside.");
        Assert.DoesNotContain(Directory.GetFileSystemEntries(bench.PathOf("plugins/plugin_binaries")), path => path != bench.Installed);
        if (outcome.ExitCode != 0) Assert.False(Path.Exists(bench.Installed), "It was installed.");
        Assert.StartsWith("spaceforge: ", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Error.Replace("\n", "", StringComparison.Ordinal), char.IsControl);
    }

    static byte[] Tar(Action<TarWriter> write)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var archive = new TarWriter(gzip)) write(archive);
        return bytes.ToArray();
    }

    static void WriteTar(TarWriter archive, string path, byte[] content) =>
        archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path)
        {
            DataStream = new MemoryStream(content),
            Mode = (UnixFileMode)0b111_101_101,
        });

    static byte[] Zip((string Path, int Mode, byte[] Content)[] entries)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, mode, content) in entries)
            {
                var entry = archive.CreateEntry(path);
                entry.ExternalAttributes = mode << 16;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
