extern alias testing;

using System.Text.Json;
using testing::Spaceforge.Shared.PolicyInputs;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>A plan as the input of a plan policy, with each way to hash its strings.</summary>
sealed class PolicyInputTarget : FuzzTarget
{
    readonly PlanTarget _plans = new();

    public override string Name => "policy-input";

    public override int ShortRun => 300;

    public override IEnumerable<byte[]> Seeds => _plans.Corpus;

    public override bool IsDocumented(Exception e) => e is FormatException or JsonException;

    public override void Read(byte[] input)
    {
        foreach (var mode in Enum.GetValues<Sanitization>())
        {
            var written = PolicyInputDocument.Of("PLAN", PlanInput.Parse(input, mode)).ToBytes();
            // What a policy gets is JSON.
            using var document = JsonDocument.Parse(written, new JsonDocumentOptions { MaxDepth = 2_000 });
        }
    }
}
