using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Manifests.Formats;
using Spaceforge.Cli.Scaffolding;
using Spaceforge.Cli.Scaffolding.Recovery;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>A manifest as <c>validate</c> reads it in every format, and as <c>new --from</c> makes a plugin of it.</summary>
sealed class ManifestTarget : FuzzTarget
{
    public override string Name => "manifest";

    public override int ShortRun => 20;

    public override IEnumerable<byte[]> Seeds => Files("samples", "plugin.yaml").Concat(Files("plugins", "plugin.yaml"))
        .Concat(Files("tests/specification", "*.yaml")).Concat(Files("tests/Spaceforge.Simulation.Tests/Manifests", "*.yaml"));

    public override bool IsDocumented(Exception e) => e is UsageException;

    public override void Read(byte[] input)
    {
        var file = ManifestRules.Check(ManifestInput.Read(new MemoryStream(input), "plugin.yaml"));
        foreach (var format in ProblemFormat.All) format.Write([file]);
        CarriedPayload.Of(file.Manifest);
        if (!file.IsGood) return;

        var name = ProjectName.Parse("fuzz");
        RecoveredProject.Files(name, RecoveredPlugin.From(file, name.ClassName), minimal: false);
    }
}
