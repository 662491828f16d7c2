using System.Globalization;
using System.Text;

namespace Spaceforge.Simulation.Tests.Attacks;

/// <summary>Random trees of links, FIFOs, devices, modes and names, made by hooks between any two steps.</summary>
public sealed class RandomTreeTests : Attacked
{
    static readonly string[] Hooks = ["before_init", "after_init", "before_plan", "after_plan", "before_apply", "after_apply", "after_run"];

    // Names that the tool itself reads or writes, and unusual names.
    static readonly string[] Names =
    [
        "main.tf", "spacelift.plan.json", "spaceforge_override.tf", "x.custom.spacelift.json",
        "y.custom.spacelift.json", "source", "plugins", "file",
        "a b", "'", "\\033[2J", "a\\nb", "\\377\\376", "-rf", ".", "..", "d", "\\355\\240\\200",
    ];

    static int Trees => int.TryParse(
        Environment.GetEnvironmentVariable("SPACEFORGE_TEST_TREES"), CultureInfo.InvariantCulture, out var trees) ? trees : 4;

    /// <summary>With $SPACEFORGE_TEST_TREES, that many trees.</summary>
    public static TheoryData<int, string> Seeds =>
        [.. from seed in Enumerable.Range(1, Trees) from way in (string[])["namespaces", "rewritten", "nobody"] select (seed, way)];

    [Theory]
    [MemberData(nameof(Seeds))]
    [Attack("plugin", "random trees of links, FIFOs, devices, modes and names between any two steps",
        "a verdict in time, and nothing outside has changed")]
    public async Task Any_tree_ends_in_a_verdict(int seed, string way)
    {
        if (way == "nobody" && Environment.UserName != "root") Assert.Skip("Only root can be somebody else.");

        // Fixed seeds, so that failures can be reproduced.
#pragma warning disable CA5394
        var random = new Random(seed);
        var manifest = new PluginManifest("one").Context("one", [.. Hooks.Select(hook => (hook, Hook(random)))]);
#pragma warning restore CA5394
        Simulated.Write(manifest);
        var outcome = await StartAsync(
            way == "nobody" ? way : "root",
            ["--run-type", "tracked", "--phase", "init=:", "--phase", "plan=:", "--phase",
                "apply=:", "--time-limit", "60s", "--disk-limit", "50MB", .. Options(way)]);
        Assert.True(outcome.ExitCode is 0 or 1, $"Exit code {outcome.ExitCode}\n{manifest}\n{outcome.Output}\n{outcome.Error}");
    }

#pragma warning disable CA5394
    string Hook(Random random)
    {
        // Only below the workspace: with rewritten paths a hook runs as the user.
        var script = new StringBuilder("{ cd /mnt/workspace || exit 0; umask 0; n() { printf \"$1\"; }\n");
        for (var i = 0; i < 25; i++) script.Append(Step(random)).Append('\n');
        return script.Append("} >/dev/null 2>&1; :").ToString();
    }

    string Step(Random random)
    {
        var name = $"\"$(n '{Name(random)}')\"";
        var path = random.Next(3) == 0 ? $"./{name}" : $"source/{name}";
        // Do not write through links of earlier hooks: with rewritten paths that would change files outside.
        var guard = path.StartsWith("source", StringComparison.Ordinal) ? "[ -L source ] || " : "";
        return guard + random.Next(14) switch
        {
            0 => $"[ -L {path} ] || mkdir -p {path}/e",
            1 => $"ln -sn '{Outside}' {path}",
            2 => $"ln -sn '{Victim}' {path}",
            3 => $"ln -sn {(random.Next(2) == 0 ? "/dev/zero" : "/proc/self/fd/1")} {path}",
            4 => $"mkfifo {path}",
            5 => $"mknod {path} c 1 5",
            6 => $"[ -L {path} ] || chmod {Convert.ToString(random.Next(512), 8)} {path}",
            7 => $"[ -L {path} ] || [ -p {path} ] || [ -c {path} ] || printf '{{\"a\": {random.Next(9)}}}' >{path}",
            8 => $"[ -L {path} ] || [ -p {path} ] || [ -c {path} ] || head -c {random.Next(300_000).ToString(CultureInfo.InvariantCulture)} /dev/zero | tr '\\0' '\\n' >{path}",
            9 => $"[ -L source ] || [ -L {path} ] || mv -T {path} source/\"$(n '{Name(random)}')\"",
            10 => $"[ -L source ] || rm -rf ./{path}/../\"$(n '{Name(random)}')\"x",
            11 => random.Next(6) == 0 ? "rm -rf source" : $"ln -sn . {path}",
            12 => random.Next(6) == 0 ? $"rm -rf source; ln -sn '{Outside}' source" : $"ln -sn ../.. {path}",
            _ => $"i=0; while [ $i -lt {random.Next(60)} ]; do mkdir x && cd -P x || break; i=$((i+1)); done; cd -P /mnt/workspace",
        };
    }

    static string Name(Random random) => Names[random.Next(Names.Length)];
#pragma warning restore CA5394
}
