using Spaceforge.Plans;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>A state as hooks read it.</summary>
sealed class StateTarget : FuzzTarget
{
    public override string Name => "state";

    public override int ShortRun => 300;

    public override IEnumerable<byte[]> Seeds => new PlanTarget().Seeds;

    public override bool IsDocumented(Exception e) => e is PluginFailedException;

    public override void Read(byte[] input) => Members.ReadAll(StateReader.Read(PlanTarget.File(input, "state")));
}
