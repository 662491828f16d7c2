using System.Formats.Tar;
using Spaceforge.Cli.Images;
using Spaceforge.Files;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>A layer of an image, unpacked twice over one another into a folder.</summary>
sealed class LayerTarget : FuzzTarget
{
    public override string Name => "layer";

    public override int ShortRun => 20;

    public static IEnumerable<byte[]> Roots =>
    [
        ImageLayout.Tar(tar => tar.WriteFolder("usr").WriteFile("usr/a", "text").WriteLink("bin", "usr").WriteLink("up", "../outside")),
        ImageLayout.Tar(tar => tar.WriteFile("a/b/c", "x").WriteLink("d", "a/b/c", TarEntryType.HardLink).WriteFile("a/.wh.b")),
        ImageLayout.Tar(tar => tar.WriteFile("etc/.wh..wh..opq").WriteFolder("etc/x")
            .WriteFile($"{new string('l', 120)}/{new string('m', 90)}", "y")),
        ImageLayout.Tar(tar => tar.WriteOther(TarEntryType.Fifo, "f").WriteOther(TarEntryType.CharacterDevice, "c")),
    ];

    public override IEnumerable<byte[]> Seeds => Roots.Select(tar => (byte[])[Archive.Plain, .. tar])
        .Concat(Roots.Take(1).Select(tar => (byte[])[Archive.Compressed, .. ImageLayout.Gzip(tar)]));

    // Of the layer itself, or of what the system refuses, such as a name that is too long.
    public override bool IsDocumented(Exception e) => e is IOException;

    public override void Read(byte[] input)
    {
        if (input.Length == 0) return;

        using var fenced = new Fenced();
        var content = input[1..];
        if (input[0] == Archive.Plain) Archive.FixSums(content);
        try
        {
            using var root = ForeignFolder.Open(fenced.Inside);
            var writer = new RootWriter(root, ImageTarget.Limits, CancellationToken.None);
            writer.Write(new MemoryStream(content), isLayer: true, digest: null, unpacked: null);
            writer.Write(new MemoryStream(content), isLayer: true, digest: null, unpacked: null);
        }
        finally
        {
            fenced.Check();
        }
    }
}
