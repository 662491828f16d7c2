using System.Text.RegularExpressions;

namespace Spaceforge.Simulation.Tests.Attacks;

/// <summary>Hooks that look for what belongs to the tool or to other hooks, and hooks that spread a secret.</summary>
public sealed partial class SecretAttackTests : Attacked
{
    const string Secret = "s3cr3t-value-0123456789";

    // Every process of the container that the hook did not start itself, one after the other.
    const string Others = "for p in /proc/[0-9]*; do pid=${p#/proc/}; [ $pid = $$ ] || [ ! -d $p ] || grep -q \"^PPid:.$$\\$\" $p/status || ";

    [Theory]
    [InlineData(Others + "{ head -c 1 $p/environ && echo found; }; done 2>/dev/null | grep .")]
    [InlineData(Others + "{ head -c 1 $p/maps && echo found; }; done 2>/dev/null | grep .")]
    [InlineData(Others + "{ head -c 1 $p/mem || dd if=$p/mem bs=1 count=1 skip=4194304; }; done 2>/dev/null | grep .")]
    [InlineData(Others + "{ readlink $p/fd/* $p/cwd $p/root $p/exe; cat $p/fd/8; }; done 2>/dev/null | grep .")]
    [InlineData(Others + "cat $p/stack $p/syscall $p/auxv; done 2>/dev/null | grep .")]
    [InlineData("python3 -c 'import ctypes,sys; sys.exit(0 if ctypes.CDLL(None).ptrace(16, 1, 0, 0) == 0 else 1)'")]
    [InlineData("python3 -c 'import ctypes,os,sys; sys.exit(0 if ctypes.CDLL(None).syscall(438, ctypes.CDLL(None).syscall(434, 1, 0), 0, 0) >= 0 else 1)'")]
    [Attack("plugin", "reads environment, memory, descriptors or stacks of processes that are not its own, attaches to them, or takes their descriptors",
        "it fails, even as root")]
    public async Task Other_processes_are_closed(string hook)
    {
        Needs.Program("python3");
        foreach (var user in Users)
        {
            Assert.Equal("init failed", (await AttackAsync(user.Data, 1, hook)).Phases[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Attack("plugin", "reads descriptors that whoever started the tool left open, here one of a secret file",
        "it has those of its session alone")]
    public async Task Descriptors_are_not_inherited(string way)
    {
        var file = Simulated.Folder.Write("secret", Secret);
        Simulated.Write(new PluginManifest("one").Context("one", ("before_init",
            $"for f in /proc/self/fd/*; do readlink $f; done | grep -F '{file}' && exit 3; cat <&9 2>/dev/null && exit 4; echo '{Done}'")));
        var outcome = await new CommandLine("bash", ["-c", "exec 9<\"$0\" 11<\"$0\"; exec timeout -k 5 240 \"$@\"",
            file, Repository.PathOf("spaceforge"), "simulate", "one.yaml", .. Options(way)])
        {
            Folder = Simulated.Folder.Path,
            Variables = Simulated.Tool.Variables,
        }.RunAsync();
        outcome.ShouldExit(0);
        Assert.Contains(Done, outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [Attack("plugin", "puts a secret of --env into names of files, folders and variables, policy input, Markdown, errors and the line that ends a hook",
        "it is masked in output, report and JSON, and no timing, cache or temporary file has it")]
    public async Task A_secret_is_in_no_name(string way)
    {
        Simulated.Write(new PluginManifest("one").Context("one",
            ("before_init", "touch \"x-$TOKEN\"; mkdir \"d-$TOKEN\"; touch \"d-$TOKEN/$TOKEN\"; export \"N_B=$TOKEN\"; echo \"::add-mask::$TOKEN\""),
            ("after_plan", "echo \"{\\\"$TOKEN\\\":\\\"$TOKEN\\\"}\" >\"$TOKEN.custom.spacelift.json\"; echo \"$TOKEN\" | base64; printf %s \"u:$TOKEN\" | base64 >&2; \"no-$TOKEN\"")));
        var outcome = await StartAsync("root", ["--env", $"TOKEN={Secret}", "--report", "report.html", .. Options(way)]);
        Assert.NotEqual(0, outcome.ExitCode);
        var encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Secret))[..16];
        foreach (var text in (string[])[outcome.Output, outcome.Error, await ReadAsync("report.html"), await ReadAsync("result.json")])
        {
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(encoded, text, StringComparison.Ordinal);
            Assert.DoesNotMatch(Halves(), text);
        }

        var left = await ShellAsync("grep -rlF '" + Secret + "' \"$1\" || :", Simulated.Folder.Path);
        Assert.Equal("", left);
    }

    Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Simulated.Folder.PathOf(name), TestContext.Current.CancellationToken);

    // Not even most of it.
    [GeneratedRegex("s3cr3t-value|value-0123456789")]
    private static partial Regex Halves();
}
