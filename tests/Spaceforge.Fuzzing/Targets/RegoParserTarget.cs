using System.Text;
using Spaceforge.Rego;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>A policy as the engine parses and compiles it, in both versions of the language.</summary>
sealed class RegoParserTarget : FuzzTarget
{
    public override string Name => "rego-parser";

    public override int ShortRun => 200;

    public static IEnumerable<byte[]> Policies => Files("plugins", "*.rego").Concat(Files("docs", "*.rego"));

    public override IEnumerable<byte[]> Seeds => Policies;

    public override bool IsDocumented(Exception e) => e is RegoException;

    public override void Read(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        foreach (var version in Enum.GetValues<RegoVersion>())
        {
            var module = RegoModule.TryParse(text, "fuzz.rego", version, out var errors);
            // Editors ask for those of a text with mistakes too.
            if (errors.Count > 0) _ = errors.Select(error => error.ToString()).ToArray();
            else Compile(module);
        }
    }

    static void Compile(RegoModule module)
    {
        try
        {
            RegoPolicy.Compile(module);
        }
        catch (RegoException)
        {
        }
    }
}
