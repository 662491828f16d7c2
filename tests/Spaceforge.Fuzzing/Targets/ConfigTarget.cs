using System.Text;
using Spaceforge.Cli.RuntimeConfiguration;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>The file .spacelift/config.yml of a repository, as a whole and as the configuration of a single run.</summary>
sealed class ConfigTarget : FuzzTarget
{
    public override string Name => "config";

    public override int ShortRun => 200;

    public override void Read(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var file = RuntimeConfigFile.Parse(text, RuntimeConfigFile.Path);
        var (single, problems) = RuntimeConfigFile.ParseBlock(text, "run.yml");
        _ = string.Join('\n', file.Problems.Concat(problems));
        var variables = new Dictionary<string, string>();
        foreach (var own in file.Stacks.Values.Append(null)) RunSettings.Of(file.Version, single, own, file.StackDefaults, "", variables);
        foreach (var name in file.Tests) RunSettings.Of(file.Version, single, file.Test(name), file.TestDefaults, "a", variables);
    }
}
