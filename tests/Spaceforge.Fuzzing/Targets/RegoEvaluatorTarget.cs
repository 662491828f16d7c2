using System.Text;
using System.Text.Json;
using Spaceforge.Rego;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>A policy, and after a NUL its input, as the engine evaluates them within its limits.</summary>
sealed class RegoEvaluatorTarget : FuzzTarget
{
    const string Input = """{"a":[{"b":[1]}],"xs":{"a":2},"s":"text","n":-1.5,"t":"2026-01-01T00:00:00Z","e":[],"u":null}""";

    public override string Name => "rego-evaluator";

    public override int ShortRun => 100;

    // As policies of the parser, and a call of each built-in that is more than a few lines.
    public override IEnumerable<byte[]> Seeds => new RegoParserTarget().Corpus;

    public override bool IsDocumented(Exception e) => e is RegoException;

    public override void Read(byte[] input)
    {
        var nul = input.AsSpan().IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(nul < 0 ? input : input.AsSpan(0, nul));
        RegoValue document;
        try
        {
            document = nul < 0 ? RegoJson.Parse(Input) : RegoJson.Parse(input.AsSpan(nul + 1));
        }
        catch (JsonException)
        {
            document = RegoJson.Parse(Input);
        }

        var policy = RegoPolicy.Compile(RegoModule.Parse(text, "fuzz.rego"));
        var result = policy.Query("x = data", new()
        {
            Input = document,
            MaxSteps = 100_000,
            MaxMemory = 50_000_000,
            Timeout = TimeSpan.FromSeconds(5),
            Now = DateTimeOffset.UnixEpoch,
            Random = new Random(1),
            Trace = input.Length % 2 == 0,
        });
        foreach (var value in result.Bindings.SelectMany(binding => binding.Values)) value.ToJson();
    }
}
