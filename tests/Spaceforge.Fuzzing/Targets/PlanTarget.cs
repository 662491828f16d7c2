using Spaceforge.Plans;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>A plan as hooks read it: every member that plugins can ask for.</summary>
sealed class PlanTarget : FuzzTarget
{
    public override string Name => "plan";

    public override int ShortRun => 300;

    public override IEnumerable<byte[]> Seeds => Files("tests", "*.json").Concat(Files("plugins", "*.json"))
        .Where(file => file.AsSpan().IndexOf("\"format_version\""u8) >= 0);

    public override bool IsDocumented(Exception e) => e is PluginFailedException;

    public override void Read(byte[] input) => Members.ReadAll(PlanReader.Read(File(input, "plan")));

    public static JsonFile File(byte[] input, string kind)
    {
        var mark = input.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        return new JsonFile($"{kind}.json", kind, input.AsMemory(mark), mark);
    }
}
