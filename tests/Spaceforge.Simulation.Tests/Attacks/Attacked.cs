using System.Globalization;
using System.Text.Json;

namespace Spaceforge.Simulation.Tests.Attacks;

/// <summary>
/// A simulation under attack. At the end of each test nothing of it is left on the machine, and nothing outside its folder
/// has changed.
/// </summary>
public abstract class Attacked : IAsyncLifetime
{
    /// <summary>Printed by a hook that ran to completion.</summary>
    protected const string Done = "attack done";

    // Building the tool first leaves files that are not the simulation's.
    static readonly Lazy<Task> Built = new(async () =>
    {
        using var tool = new Tool();
        (await tool.RunAsync("--version")).ShouldExit(0);
    });

    readonly TemporaryFolder _outside = new();
    string _before = "";

    /// <summary>The user who starts the tool. Root can also run it as another user.</summary>
    public static TheoryData<string> Users => Tool.Users;

    /// <summary>Both ways of isolating hooks.</summary>
    public static TheoryData<string> Ways => ["namespaces", "rewritten"];

    private protected Simulated Simulated { get; } = new();

    /// <summary>The target of attacks.</summary>
    protected string Outside => _outside.Path;

    protected string Victim => _outside.PathOf("victim");

    string Temporary => Simulated.Folder.PathOf("tmp");

    public async ValueTask InitializeAsync()
    {
        await Built.Value;
        Simulated.Tool.Variables["TMPDIR"] = Directory.CreateDirectory(Temporary).FullName;
        _outside.Write("victim", "as it was");
        _outside.Write("folder/inner", "as it was");
        await ShellAsync("chmod -R a+rwX \"$1\"", _outside.Path);
        _before = await StateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(Directory.GetFileSystemEntries(Temporary));
        Assert.DoesNotContain(Temporary, await File.ReadAllTextAsync("/proc/self/mountinfo"), StringComparison.Ordinal);
        Assert.Empty(RunningCommands.With(Temporary));
        Assert.Equal(_before, await StateAsync());
        Simulated.Dispose();
        _outside.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<RunResult> AttackAsync(int exitCode, string hook, params string[] more) =>
        AttackAsync("root", exitCode, hook, more);

    /// <summary>Runs a hook before init.</summary>
    private protected Task<RunResult> AttackAsync(string user, int exitCode, string hook, params string[] more)
    {
        Simulated.Write(new PluginManifest("one").Context("one", ("before_init", hook)));
        return RunAsync(user, exitCode, more);
    }

    /// <summary>Runs <c>one.yaml</c>. The tool must end by itself, with a verdict and without a stack trace.</summary>
    private protected async Task<RunResult> RunAsync(string user, int exitCode, params string[] more)
    {
        (await StartAsync(user, more)).ShouldExit(exitCode);
        return new RunResult(
            JsonElement.Parse(await File.ReadAllTextAsync(Simulated.Folder.PathOf("result.json"), TestContext.Current.CancellationToken)));
    }

    private protected async Task<Outcome> StartAsync(string user, params string[] more)
    {
        string[] arguments = ["simulate", "one.yaml", "--json", "result.json", .. more];
        var start = await Simulated.Tool.OfUserAsync(user);

        // If it does not end by itself, it is killed with a different exit code.
        var outcome = await new CommandLine("timeout", ["-k", "5", "240", .. start, .. arguments])
        {
            Folder = Simulated.Folder.Path,
            Variables = Simulated.Tool.Variables
        }.RunAsync();
        Assert.DoesNotContain("Unhandled exception", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\n   at ", outcome.Error, StringComparison.Ordinal);
        return outcome;
    }

    private protected static string[] Options(string way) => way == "rewritten" ? ["--no-isolation"] : [];

    /// <summary>Runs a shell command outside the simulation; <c>$1</c> is a path.</summary>
    private protected static async Task<string> ShellAsync(string command, string path) =>
        (await new CommandLine("sh", "-c", command, "sh", path).RunAsync()).ShouldExit(0).Output;

    private protected static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Names, types, modes, link targets, modification times and contents.
    Task<string> StateAsync() =>
        ShellAsync("cd \"$1\" && find . -printf '%p %y %m %U %s %l %T@\\n' | sort && find . -type f -exec cat {} +", _outside.Path);
}
