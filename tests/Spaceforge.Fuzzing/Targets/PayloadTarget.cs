using Spaceforge.Cli.Building.Portable;
using Spaceforge.Launching;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>A payload as <c>generate --check</c> reads it: what it was built from, in a tar that is compressed.</summary>
sealed class PayloadTarget : FuzzTarget
{
    public override string Name => "payload";

    public override int ShortRun => 300;

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            var origin = "source 0123\nsdk 10.0.100\n"u8.ToArray();
            var packed = TarGz.Pack(new Dictionary<string, byte[]>
            {
                [PortableProgram.OriginFile] = origin,
                ["a.dll"] = new byte[700],
                ["runtimes/linux/lib/b.dll"] = [1],
            });
            yield return [Archive.Compressed, .. packed];
            yield return [Archive.Plain, .. Archive.Unpacked(packed)];
        }
    }

    public override void Read(byte[] input)
    {
        if (Archive.Of(input, fixSums: false) is not { } archive) return;
        if (TarReader.Read(archive, PortableProgram.OriginFile) is { } text) Origin.Read(text);
    }
}
