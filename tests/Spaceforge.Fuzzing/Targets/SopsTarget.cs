using Spaceforge.Testing;
using YamlDotNet.Core;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>The list of secrets in .sops.yaml, as the plugin sops reads it.</summary>
sealed class SopsTarget : FuzzTarget
{
    // A hook that fails logs why, whatever it was. The parser throws more than it documents, and the plugin expects that.
    readonly Caught _caught = new(e => e is PluginFailedException or YamlException || IsOfParser(e));
    PluginHarness<Sops>? _harness;

    public override string Name => "sops";

    public override int ShortRun => 60;

    public override IEnumerable<byte[]> Seeds => Files("plugins/sops/testdata", "*.yaml");

    public override void Read(byte[] input)
    {
        // Without a Spacelift, it only reads the list.
        _harness ??= new();
        File.WriteAllBytes(Path.Combine(_harness.ProjectRoot, ".sops.yaml"), input);
        _caught.During(() =>
        {
            var outcome = _harness.RunAsync(Hook.BeforeInit).GetAwaiter().GetResult();
            if (outcome.ExitCode is not (0 or 1)) throw new FindingException(outcome.Log);
        });
    }

    static bool IsOfParser(Exception e) =>
        e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException or InvalidCastException
        && e.StackTrace?.Contains(" YamlDotNet.", StringComparison.Ordinal) == true;
}
