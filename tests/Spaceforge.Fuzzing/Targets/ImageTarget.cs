using Spaceforge.Cli.Images;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>An archive with a runner image, or with the files of one, as <c>--image</c> opens it.</summary>
sealed class ImageTarget : FuzzTarget
{
    public override string Name => "image";

    public override int ShortRun => 20;

    public static ImageLimits Limits { get; } =
        new() { Size = 10_000_000, Entries = 1_000, FreeSize = 1_000_000, Json = 100_000, Depth = 20 };

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            var layout = new ImageLayout { Variables = ["PATH=/bin", "A=b"] }
                .Layer(tar => tar.WriteFolder("etc").WriteFile("etc/passwd", "spacelift:x:1983:1983::/home:/bin/sh\n"))
                .Layer(tar => tar.WriteFile("etc/.wh.passwd").WriteLink("bin", "usr/bin"));
            yield return [Archive.Plain, .. layout.ToArchive()];
            yield return [Archive.Plain, .. layout.ToDockerArchive()];
            yield return [Archive.Compressed, .. ImageLayout.Gzip(layout.ToDockerArchive())];
            foreach (var layer in LayerTarget.Roots) yield return [Archive.Plain, .. layer];
        }
    }

    public override bool IsDocumented(Exception e) => e is UsageException;

    public override void Read(byte[] input)
    {
        if (input.Length == 0) return;

        using var fenced = new Fenced();
        var file = Path.Combine(fenced.Root, "image.tar");
        var content = input[1..];
        if (input[0] == Archive.Plain) Archive.FixSums(content);
        File.WriteAllBytes(file, content);
        try
        {
            var image = new ImageReader(new ImageCache(fenced.Inside), Limits, CancellationToken.None).Read(file);
            // What is asked of it before a run.
            _ = image.Variables(hasTool: false);
            _ = image.Check().ToArray();
        }
        finally
        {
            fenced.Check("image.tar");
        }
    }
}
