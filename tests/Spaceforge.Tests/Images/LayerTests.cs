using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Building;
using Spaceforge.Cli.Images;
using static Spaceforge.Tests.Shared.ImageLayout;

namespace Spaceforge.Tests.Images;

/// <summary>Images that are unpacked, in whatever form: their layers, and those that are refused.</summary>
public sealed class LayerTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    string Cache => _folder.PathOf("cache", "images");

    [Theory]
    [InlineData("folder")]
    [InlineData("archive")]
    [InlineData("archive, compressed")]
    [InlineData("docker")]
    [InlineData("docker, compressed")]
    public void Layers_are_put_on_each_other(string form)
    {
        NeedsLinux();
        var layout = new ImageLayout { Variables = ["PATH=/tools:/bin", "EMPTY=", "LIST=a=b"] }
            .Layer(tar => tar
                .WriteFolder("bin/").WriteFile("bin/tool", [1], (UnixFileMode)0b100_111_101_101).WriteFile("bin/old")
                .WriteFolder("etc").WriteFile("etc/a", "1").WriteFile("etc/b", "1")
                .WriteFolder("opt/kept").WriteFile("opt/kept/x").WriteFile("opt/y").WriteFolder("was").WriteFile("was/x")
                .WriteLink("lib", "usr/lib").WriteLink("abs", "/etc/a").WriteFile("file-then-folder"))
            .Layer(tar => tar
                .WriteFile("bin/.wh.old").WriteFile("etc/new", "2").WriteFile("etc/.wh..wh..opq").WriteFile("etc/a", "2")
                .WriteFile(".wh.missing").WriteFile("none/.wh.missing").WriteFile(".wh.opt").WriteFile("opt/z")
                .WriteLink("was", "etc").WriteFolder("file-then-folder").WriteFile("file-then-folder/x")
                .WriteLink("hard", "bin/tool", TarEntryType.HardLink).WriteLink("hard-link", "abs", TarEntryType.HardLink)
                .WriteFile($"long/{new string('n', 200)}/{new string('m', 200)}", "long")
                .WriteOther(TarEntryType.CharacterDevice, "dev/null").WriteOther(TarEntryType.Fifo, "dev/fifo"));
        var image = Read(Write(layout, form));
        Assert.Equal(
            [
                "abs -> /etc/a", "bin/tool", "etc/a", "etc/new", "file-then-folder/x", "hard", "hard-link -> /etc/a", "lib -> usr/lib",
                $"long/{new string('n', 200)}/{new string('m', 200)}", "opt/z", "was -> etc",
            ],
            Entries(image.Root));
        Assert.Equal("2", File.ReadAllText(Path.Combine(image.Root, "etc", "a")));
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(Path.Combine(image.Root, "bin", "tool")));
        Assert.Equal(("/tools:/bin", "", "a=b"), (image.SearchPath, image.Environment["EMPTY"], image.Environment["LIST"]));
        Assert.DoesNotContain(Directory.GetFileSystemEntries(Cache), path => path.Contains("unfinished", StringComparison.Ordinal));

        // What is there is not unpacked again.
        File.WriteAllText(Path.Combine(image.Root, "mark"), "");
        Assert.True(File.Exists(Path.Combine(Read("image").Root, "mark")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tar_of_a_root_is_unpacked(bool isCompressed)
    {
        NeedsLinux();
        var tar = Tar(tar => tar.WriteFolder("./").WriteFile("./bin/sh", "x").WriteFile("/etc/passwd", "y").WriteFile("etc/.wh.x", "z"));
        File.WriteAllBytes(_folder.PathOf("image"), isCompressed ? Gzip(tar) : tar);
        var image = Read("image");
        Assert.Equal("tar", image.Kind);
        Assert.Equal(["bin/sh", "etc/.wh.x", "etc/passwd"], Entries(image.Root));
    }

    static readonly byte[] Zeros = new byte[3_000_000];
    static readonly byte[] Noise = RandomNumberGenerator.GetBytes(3_000_000);

    static readonly Dictionary<string, (Action<TarWriter> Write, string Error)> Hostile = new()
    {
        ["parent"] = (tar => tar.WriteFile("../outside/x"), "entry '../outside/x': '..' leads out of its folder"),
        ["parent inside"] = (tar => tar.WriteFile("a/../../outside/x"), "entry 'a/../../outside/x': '..' leads out of its folder"),
        ["absolute parent"] = (tar => tar.WriteFile("/../outside/x"), "'..' leads out of its folder"),
        ["link out"] = (tar => tar.WriteLink("a", "../outside"), "entry 'a': the link to '../outside' leads out of the image"),
        ["deep link out"] = (tar => tar.WriteLink("a/b", "../x/../../outside"), "the link to '../x/../../outside' leads out of the image"),
        ["absolute link out"] = (tar => tar.WriteLink("a", "/../outside"), "leads out of the image"),
        ["through a link"] = (
            tar => tar.WriteLink("a", "/outside").WriteFile("a/x"), "entry 'a/x': 'a' is a link, and nothing is written through links"),
        ["folder through a link"] = (tar => tar.WriteLink("a", "/etc").WriteFolder("a/b/c"), "'a' is a link"),
        ["over a link"] = (tar => tar.WriteLink("a", "/etc").WriteFolder("a"), "entry 'a': the name occurs twice"),
        ["folder becomes a link"] = (tar => tar.WriteFile("a/x").WriteLink("a", "/etc"), "entry 'a': the name occurs twice"),
        ["hard link out"] = (
            tar => tar.WriteLink("a", "../outside/victim", TarEntryType.HardLink),
            "entry '../outside/victim': '..' leads out of its folder"),
        ["hard link to the machine"] = (
            tar => tar.WriteLink("a", "/proc/version", TarEntryType.HardLink),
            "the hard link's target '/proc/version' is not a file of the image"),
        ["hard link through a link"] = (
            tar => tar.WriteLink("a", "/etc").WriteLink("b", "a/passwd", TarEntryType.HardLink),
            "entry 'b': it is a link, or its path contains a link"),
        ["hard link to a folder"] = (
            tar => tar.WriteFolder("a").WriteLink("b", "a", TarEntryType.HardLink),
            "the hard link's target 'a' is not a file of the image"),
        ["hard link to itself"] = (
            tar => tar.WriteLink("b", "b", TarEntryType.HardLink),
            "the hard link's target 'b' is not a file of the image"),
        ["twice"] = (tar => tar.WriteFile("a").WriteFile("./a"), "entry './a': the name occurs twice"),
        ["below a file"] = (tar => tar.WriteFile("a").WriteFile("a/b"), "entry 'a/b': 'a' is not a folder"),
        ["escape"] = (tar => tar.WriteFile("a\u001b[31m"), "it contains control characters"),
        ["line break"] = (tar => tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "a\nb")), "it contains control characters"),
        ["escape in a link"] = (tar => tar.WriteLink("a", "b\u0007"), "the link's target: it contains control characters"),
        ["long name"] = (tar => tar.WriteFile(new string('n', 256)), "a name is longer than 255 bytes"),
        ["long path"] = (
            tar => tar.WriteFile(string.Concat(Enumerable.Repeat($"{new string('n', 250)}/", 17)) + "x"),
            "it is longer than 4095 bytes"),
        ["depth"] = (tar => tar.WriteFile(string.Concat(Enumerable.Repeat("d/", 150)) + "x"), "folders are nested deeper than 150"),
        ["whiteout of the parent"] = (tar => tar.WriteFile("a/.wh..."), "it removes nothing in its folder"),
        ["whiteout of nothing"] = (tar => tar.WriteFile("a/.wh."), "it removes nothing in its folder"),
        ["whiteout through a link"] = (tar => tar.WriteLink("a", "/etc").WriteFile("a/.wh.passwd"), "entry 'a/.wh.passwd': "),
        ["opaque through a link"] = (tar => tar.WriteLink("a", "/etc").WriteFile("a/.wh..wh..opq"), "entry 'a/.wh..wh..opq': "),
        ["root is a link"] = (tar => tar.WriteLink("./", "/etc"), "the root is not a folder"),
        ["entries"] = (
            tar =>
            {
                for (var i = 0; i < 1_001; i++) tar.WriteFolder($"d{i}");
            },
            "it has more than 1000 entries"),
        ["size"] = (
            tar =>
            {
                for (var i = 0; i < 4; i++) tar.WriteFile($"f{i}", Noise);
            },
            "larger than 10000000 bytes"),
        ["ratio"] = (tar => tar.WriteFile("f", Zeros), "it becomes more than 100 times larger when it is unpacked"),
    };

    public static TheoryData<string> HostileNames => [.. Hostile.Keys];

    [Attack("image", "layers with '..', with links and hard links out of the image, that write, link or remove through links of this or an earlier layer, with duplicate or endless names, control characters, or bombs", "the image is refused with the entry and the reason, nothing outside of its folder changes, and nothing is kept")]
    [Theory]
    [MemberData(nameof(HostileNames))]
    public void A_hostile_layer_is_refused(string name)
    {
        NeedsLinux();
        var (write, error) = Hostile[name];
        _folder.Write("outside/victim", "as it was");
        Refuse(new ImageLayout().Layer(write), error);
        if (name.Contains("through a link", StringComparison.Ordinal) && !name.StartsWith("hard", StringComparison.Ordinal))
        {
            // The link is of an earlier layer, and leads to something that is there.
            Refuse(
                new ImageLayout().Layer(tar => tar.WriteFile("a/x")).Layer(tar => tar.WriteLink("a", _folder.PathOf("outside")))
                    .Layer(tar => tar.WriteFile("a/victim", "changed")),
                "layer 3 (sha256:");
            Refuse(
                new ImageLayout().Layer(tar => tar.WriteLink("a", _folder.PathOf("outside"))).Layer(tar => tar.WriteFile("a/.wh.victim")),
                "layer 2 (sha256:");
        }
    }

    [Attack("image", "a manifest, index or configuration that is nested deeply, huge, no JSON, of other types, without a part, with duplicate keys, for another machine, or with an unknown media type", "the image is refused with the reason")]
    [Theory]
    [InlineData("index", "manifests", "[]", "it has no image for linux/")]
    [InlineData("index", "manifests", "{}", "is not as the OCI image format defines it")]
    [InlineData("index", "manifests", "[1]", "is not as the OCI image format defines it")]
    [InlineData("index", "manifests", null, "is not as the OCI image format defines it")]
    [InlineData("index", "deep", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "is not valid JSON")]
    [InlineData("manifest", "layers", "[{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+zstd\"}]", "compressed with zstd")]
    [InlineData("manifest", "layers", "[{\"mediaType\":\"text/html\"}]", "the media type 'text/html' is unknown")]
    [InlineData("manifest", "layers", "[]", "its manifest has 0 layers, and its configuration 1")]
    [InlineData("manifest", "config", "{\"digest\":\"sha256:../../../../etc/passwd\"}", "is not a digest with SHA-256 or SHA-512")]
    [InlineData("manifest", "config", "{\"digest\":\"md5:0\"}", "is not a digest with SHA-256 or SHA-512")]
    [InlineData("config", "architecture", "\"s390x\"", "it is for linux/s390x, and this machine is linux/")]
    [InlineData("config", "os", "\"windows\"", "it is for windows/")]
    [InlineData("config", "rootfs", "{\"diff_ids\":[\"sha256:0000000000000000000000000000000000000000000000000000000000000000\"]}", "its digest is sha256:")]
    [InlineData("config", "huge", "HUGE", "is larger than 100000 bytes")]
    public void A_hostile_description_is_refused(string document, string key, string? value, string error)
    {
        NeedsLinux();
        Refuse(
            new ImageLayout
            {
                Change = (name, json) =>
                {
                    if (name != document) return;
                    json[key] = value == "HUGE" ? new string('x', 200_000) : value is null ? null : JsonNode.Parse(value);
                },
            }.Layer(tar => tar.WriteFile("x")),
            error);
    }

    [Attack("image", "blobs that are cut off, changed, missing, or compressed otherwise than they say", "the image is refused with the layer and the reason, and nothing is kept")]
    [Theory]
    [InlineData("cut")]
    [InlineData("changed")]
    [InlineData("missing")]
    [InlineData("a link")]
    [InlineData("no tar")]
    [InlineData("cut tar")]
    [InlineData("cut gzip")]
    [InlineData("zstd")]
    public void A_hostile_blob_is_refused(string what)
    {
        NeedsLinux();
        const string type = "application/vnd.oci.image.layer.v1.tar";
        var tar = Tar(tar => tar.WriteFile("a", new string('x', 10_000)));
        byte[] file = what switch
        {
            "no tar" => [.. Enumerable.Repeat((byte)'x', 10_000)],
            "cut tar" => tar[..5_000],
            "cut gzip" => Gzip(tar)[..^20],
            "zstd" => [0x28, 0xB5, 0x2F, 0xFD, .. tar],
            _ => tar,
        };
        new ImageLayout().Layer(file, type, Digest(file)).WriteTo(_folder.PathOf("image"));
        var blob = _folder.PathOf("image", "blobs", "sha256", Digest(file)["sha256:".Length..]);
        if (what is "cut") File.WriteAllBytes(blob, file[..^512]);
        if (what is "changed") File.WriteAllBytes(blob, [.. file[..600], 1, .. file[601..]]);
        if (what is "missing" or "a link") File.Delete(blob);
        if (what is "a link") File.CreateSymbolicLink(blob, "/proc/version");
        Refuse(what switch
        {
            "cut" => "bytes instead of",
            "changed" => "its digest is sha256:",
            "missing" => "is missing",
            "a link" => "it is a link",
            "zstd" => "it is compressed with zstd, which cannot be read",
            // Only the end of the tar is missing.
            "cut gzip" => "when it is unpacked, instead of",
            _ => "is cut off",
        });
    }

    /// <summary>As <c>umoci insert</c> writes them.</summary>
    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(1024 + 511)]
    public void A_layer_needs_no_end_if_its_digest_shows_that_it_is_whole(int missing)
    {
        NeedsLinux();
        var tar = Tar(tar => tar.WriteFile("a", "x"))[..^missing];
        new ImageLayout().Layer(tar, "application/vnd.oci.image.layer.v1.tar", Digest(tar)).WriteTo(_folder.PathOf("image"));
        var root = Read("image").Root;
        Assert.Equal(["a"], Entries(root));
        Assert.Equal("x", File.ReadAllText(Path.Combine(root, "a")));
    }

    [Fact]
    public void The_image_for_this_machine_is_taken_and_several_are_named()
    {
        NeedsLinux();
        var other = Machine == "amd64" ? "arm64" : "amd64";
        new ImageLayout().Layer(tar => tar.WriteFile("here")).WriteTo(_folder.PathOf("image"));
        new ImageLayout { ForArchitecture = other }.Layer(tar => tar.WriteFile("there")).WriteTo(_folder.PathOf("other"));
        var index = _folder.PathOf("image", "index.json");
        var mine = JsonNode.Parse(File.ReadAllText(index))!;
        var others = JsonNode.Parse(File.ReadAllText(_folder.PathOf("other", "index.json")))!;
        mine["manifests"]!.AsArray().Insert(0, others["manifests"]![0]!.DeepClone());
        File.WriteAllText(index, mine.ToJsonString());
        Assert.Equal(["here"], Entries(Read("image").Root));

        File.WriteAllText(index, others.ToJsonString());
        Directory.Delete(Cache, recursive: true);
        Refuse($"it has no image for linux/{Machine}: linux/{other}");

        mine["manifests"]![0]!["platform"] = null;
        mine["manifests"]![0]!.AsObject().Remove("platform");
        mine["manifests"]![0]!["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = "first" };
        File.WriteAllText(index, mine.ToJsonString());
        Refuse("it holds 2 images: first; copy one");
    }

    [Theory]
    [InlineData("a.txt", "hello", "it is not a valid tar archive, or is cut off")]
    [InlineData("a.zip", "PK\u0003\u0004", "it is not a valid tar archive, or is cut off")]
    [InlineData("empty", "", "it is not a valid tar archive, or is cut off")]
    public void What_is_no_image_is_refused(string name, string text, string error)
    {
        NeedsLinux();
        _folder.Write(name, text);
        Assert.Contains(error, Assert.Throws<UsageException>(() => Read(name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_whose_compression_is_damaged_is_refused()
    {
        NeedsLinux();
        // More entries than are looked at to see that it is an image: the damage is noticed when the archive is kept.
        var packed = Gzip(Enumerable.Range(0, 25)
            .Aggregate(new ImageLayout(), (layout, i) => layout.Layer(tar => tar.WriteFile($"file-{i}"))).ToArchive());
        packed.AsSpan(packed.Length - 8, 4).Fill(0xff);
        File.WriteAllBytes(_folder.PathOf("image"), packed);
        Refuse("it is not valid gzip, or is cut off");
    }

    [Fact]
    public void A_header_that_asks_for_more_memory_than_there_is_makes_no_archive()
    {
        NeedsLinux();
        var name = new byte[512];
        Encoding.ASCII.GetBytes("././@LongLink").CopyTo(name, 0);
        Encoding.ASCII.GetBytes("0000644\0").CopyTo(name, 100);
        // 2 GB, more than an array can have.
        Encoding.ASCII.GetBytes("17777777777\0").CopyTo(name, 124);
        Encoding.ASCII.GetBytes("        L").CopyTo(name, 148);
        Encoding.ASCII.GetBytes("ustar  \0").CopyTo(name, 257);
        Encoding.ASCII.GetBytes($"{Convert.ToString(name.Sum(each => each), 8).PadLeft(6, '0')}\0 ").CopyTo(name, 148);
        File.WriteAllBytes(_folder.PathOf("image"), [.. Tar(tar => tar.WriteFile("bin/sh", "x"))[..^1024], .. name, .. new byte[1024]]);
        Refuse("it is not a valid tar archive, or is cut off after entry 'bin/sh'");
    }

    [Attack("other users of the machine", "a process that unpacks an image is killed, and several unpack it at once", "it is unpacked once, whole or not at all")]
    [Fact]
    public async Task Several_at_once_and_an_interrupted_one_leave_one_whole_image()
    {
        NeedsLinux();
        var digest = ContentDigest.Sha256Of("x"u8);
        var name = $"image-{digest.Text.Replace(':', '-')}";
        Directory.CreateDirectory(Path.Combine(Cache, $"{name}.unfinished", "root"));
        File.WriteAllText(Path.Combine(Cache, $"{name}.unfinished", "root", "left"), "");
        Directory.CreateDirectory(Path.Combine(Cache, name, "root", "half"));
        var unpacked = 0;
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => new ImageCache(Cache).Get(
            digest,
            "image",
            "image",
            root =>
            {
                Interlocked.Increment(ref unpacked);
                root.WriteText("file", "whole");
                return new Dictionary<string, string> { ["A"] = "b" };
            },
            Cancelled),
            Cancelled)));
        Assert.Equal(1, unpacked);
        Assert.All(all, image => Assert.Equal(["file"], Entries(image.Root)));
        Assert.All(all, image => Assert.Equal("b", image.Variables["A"]));

        Assert.Throws<IOException>(() => new ImageCache(Cache).Get(
            ContentDigest.Sha256Of("y"u8),
            "image",
            "image",
            root =>
            {
                root.WriteText("file", "half");
                throw new IOException("no room");
            },
            Cancelled));
        Assert.Single(Directory.GetDirectories(Cache));
    }

    [Fact]
    public void Images_that_nobody_used_for_a_month_are_removed()
    {
        NeedsLinux();
        foreach (var name in (string[])["old", "new"])
        {
            Directory.CreateDirectory(Path.Combine(Cache, name, "root"));
            File.CreateSymbolicLink(Path.Combine(Cache, name, "root", "link"), "/");
        }

        Directory.SetLastWriteTimeUtc(Path.Combine(Cache, "old"), DateTime.UtcNow.AddDays(-31));
        new CacheContents(_folder.PathOf("cache")).Clean(megabytes: 1_000);
        Assert.Equal(["new"], Directory.GetDirectories(Cache).Select(Path.GetFileName));
    }

    [Fact]
    public void Cached_images_are_listed_with_their_source_and_the_size_of_their_own_files()
    {
        NeedsLinux();
        Assert.Empty(new CacheContents(_folder.PathOf("cache")).ListImages());
        var image = Read(Write(
            new ImageLayout().Layer(tar => tar
                .WriteFile("a/file", "12345").WriteLink("a/machine", "/usr").WriteLink("a/circle", ".").WriteLink("zero", "/dev/zero")),
            "archive"));
        Directory.CreateDirectory(Path.Combine(Cache, $"tar-sha256-1{CacheContents.Unfinished}"));
        var listed = Assert.Single(new CacheContents(_folder.PathOf("cache")).ListImages());
        var own = new DirectoryInfo(Path.GetDirectoryName(image.Root)!).GetFiles().Sum(file => file.Length);
        Assert.Equal((image.Digest, _folder.PathOf("image"), own + 5), (listed.Digest, listed.Source, listed.Size));
    }

    [Fact]
    public void An_interrupt_ends_the_unpacking_and_leaves_nothing()
    {
        NeedsLinux();
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Write(new ImageLayout().Layer(tar => tar.WriteFile("x")), "folder");
        var reader = new ImageReader(new ImageCache(Cache), new ImageLimits(), stop.Token);
        Assert.Throws<OperationCanceledException>(() => reader.Read(_folder.PathOf("image")));
        Assert.False(Directory.Exists(Cache));
    }

    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    static void NeedsLinux()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Images are for Linux.");
    }

    string Write(ImageLayout layout, string form)
    {
        var path = _folder.PathOf("image");
        if (form == "folder") layout.WriteTo(path);
        else
        {
            var archive = form.StartsWith("docker", StringComparison.Ordinal) ? layout.ToDockerArchive() : layout.ToArchive();
            File.WriteAllBytes(path, form.EndsWith("compressed", StringComparison.Ordinal) ? Gzip(archive) : archive);
        }

        return "image";
    }

    Spaceforge.Cli.Images.RunnerImage Read(string name) => new ImageReader(
        new ImageCache(Cache),
        new ImageLimits { Entries = 1_000, Size = 10_000_000, FreeSize = 2_000_000, Ratio = 100, Json = 100_000 },
        Cancelled).Read(_folder.PathOf(name));

    void Refuse(ImageLayout layout, string error)
    {
        if (Directory.Exists(_folder.PathOf("image"))) Directory.Delete(_folder.PathOf("image"), recursive: true);
        layout.WriteTo(_folder.PathOf("image"));
        Refuse(error);
    }

    void Refuse(string error)
    {
        var message = Assert.Throws<UsageException>(() => Read("image")).Message;
        Assert.StartsWith($"--image: '{_folder.PathOf("image")}' is refused: ", message, StringComparison.Ordinal);
        Assert.Contains(error, message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, character => char.IsControl(character));
        Assert.True(!Directory.Exists(Cache) || Directory.GetDirectories(Cache).Length == 0);
        if (File.Exists(_folder.PathOf("outside", "victim")))
        {
            Assert.Equal(["victim"], Entries(_folder.PathOf("outside")));
            Assert.Equal("as it was", File.ReadAllText(_folder.PathOf("outside", "victim")));
        }
    }

    // Files and links; folders show in their names.
    static string[] Entries(string folder) => [.. Below(new DirectoryInfo(folder), "").Order(StringComparer.Ordinal)];

    static IEnumerable<string> Below(DirectoryInfo folder, string path) => folder.EnumerateFileSystemInfos().SelectMany(entry =>
        entry.LinkTarget is { } target ? [$"{path}{entry.Name} -> {target}"]
        : entry is DirectoryInfo below ? Below(below, $"{path}{entry.Name}/")
        : [$"{path}{entry.Name}"]);
}
