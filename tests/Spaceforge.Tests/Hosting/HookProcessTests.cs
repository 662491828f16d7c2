using Spaceforge.Tests.Scaffolding;

namespace Spaceforge.Tests.Hosting;

/// <summary>Hooks as a worker runs them, each in a process of its own.</summary>
public sealed class HookProcessTests(HookProcessTests.Program program) : IClassFixture<HookProcessTests.Program>
{
    const string Secret = "hunter2\"<hunter2>";

    [Theory]
    [InlineData("init", 2)]
    [InlineData("constructor", 2)]
    [InlineData("contexts", 2)]
    [InlineData("thread", 1)]
    [InlineData("pool", 1)]
    [InlineData("void", 1)]
    [InlineData("hook", 1)]
    [InlineData("unobserved", 1)]
    [InlineData("dropped", 1)]
    [InlineData("held", 1)]
    [InlineData("early", 0)]
    [Attack(
        "author",
        "an exception that quotes a secret: in an init accessor, the constructor, the definition, another thread, an unawaited task",
        "it is masked, and there is no memory dump")]
    public async Task A_secret_in_an_exception_is_masked(string where, int exitCode)
    {
        var outcome = (await RunAsync("exec dotnet exec plugin.dll run after_plan", where)).ShouldExit(exitCode);
        var log = outcome.Error + outcome.Output.Replace($"::add-mask {Secret}\n", "", StringComparison.Ordinal)
            .Replace("::add-mask the-run's-token\n", "", StringComparison.Ordinal);
        Assert.Contains("*****", log, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(">&-", 0)]
    [InlineData(">&- 2>&-", 0)]
    [InlineData("2>&-", 0)]
    [InlineData(">/dev/full 2>/dev/full", 0)]
    [InlineData("<&- >&- 2>&-", 0)]
    [Attack("worker", "output that is closed or cannot be written", "the hook completes, and its exit code shows the result")]
    public async Task A_hook_whose_output_cannot_be_written_runs_to_its_end(string redirection, int exitCode)
    {
        var done = program.Folder.PathOf("done");
        File.Delete(done);
        (await RunAsync($"exec dotnet exec plugin.dll run after_plan {redirection}", "touch")).ShouldExit(exitCode);
        Assert.True(File.Exists(done));
        (await RunAsync($"exec dotnet exec plugin.dll run after_plan {redirection}", "hook")).ShouldExit(1);
        (await RunAsync($"exec dotnet exec plugin.dll run after_plan {redirection}", "init")).ShouldExit(2);
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_written_is_an_error()
    {
        var outcome = (await RunAsync("exec dotnet exec plugin.dll generate -o - --source plugin.cs >/dev/full", "")).ShouldExit(1);
        Assert.StartsWith("error: Cannot write to standard output", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("other users of the machine", "certificates in the temporary folder, without a HOME",
        "HOME is a new private folder; commands do not get it, and it is removed")]
    public async Task Without_a_home_a_fresh_one_is_there_for_the_process_alone()
    {
        var temporary = Directory.CreateDirectory(program.Folder.PathOf("tmp")).FullName;
        var outcome = (await RunAsync("unset HOME; exec dotnet exec plugin.dll run after_plan", "home", ("TMPDIR", temporary))).ShouldExit(
            0);
        Assert.Contains($"home {temporary}/", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("mode UserExecute, UserWrite, UserRead", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("command none", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(temporary, "spaceforge*"));
    }

    [Fact]
    [Attack("repository", "a program in the project's folder, or in a relative folder of the PATH, named like one that the plugin runs",
        "the one on the absolute PATH runs")]
    public async Task Programs_of_the_repository_do_not_run()
    {
        program.Folder.WriteScript("uname", "echo planted");
        program.Folder.WriteScript("bin/uname", "echo planted");
        var outcome =
            (await RunAsync("PATH=:bin:./bin:$PATH; export PATH; exec dotnet exec plugin.dll run after_plan", "command")).ShouldExit(0);
        Assert.Contains("Linux", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("tool output", "another program of the same user reads the environment of the hook's process, or its memory from a dump",
        "it cannot, and there are no dumps")]
    public async Task Other_processes_cannot_read_the_hooks_secrets()
    {
        var outcome = (await RunAsync("exec dotnet exec plugin.dll run after_plan", "limits")).ShouldExit(0);
        Assert.Matches(@"core file size +[01] ", outcome.Error);
        Assert.Contains("dumpable 0", outcome.Error, StringComparison.Ordinal);
    }

    static Task<Outcome> RunAsync(string command, string where, Program program, (string Name, string? Value)[] variables)
    {
        var all = new Dictionary<string, string?>
        {
            ["WHERE"] = where,
            ["SECRET"] = Secret,
            ["TF_VAR_spacelift_run_id"] = "01RUN",
            ["SPACELIFT_API_TOKEN"] = "the-run's-token",
            ["SPACELIFT_DEBUG"] = "true",
            ["OTHER"] = "x",
            ["DOTNET_TieredPGO"] = "0",
        };
        foreach (var (name, value) in variables) all[name] = value;
        return new CommandLine("/bin/sh", "-c", command) { Folder = program.Folder.Path, Variables = all }.RunAsync();
    }

    Task<Outcome> RunAsync(string command, string where, params (string Name, string? Value)[] variables) =>
        RunAsync(command, where, program, variables);

    /// <summary>A plugin which does on WHERE what the tests need.</summary>
    public sealed class Program : IDisposable
    {
        const string Source = """
            using System.Runtime.InteropServices;
            using Microsoft.Extensions.Logging;
            using Spaceforge;

            return await SpaceforgePlugin.RunAsync<Attacked>(args);

            sealed class Attacked : SpaceforgePlugin
            {
                static readonly Parameter Secret = new("Secret") { Id = "secret", Required = true, Sensitive = true };

                public Attacked()
                {
                    if (Where == "early") Console.WriteLine($"early {Value}");
                    if (Where == "constructor") throw new InvalidOperationException($"with {Value}");
                }

                [Parameter("Other", Id = "other")]
                public string Other { get; init { if (Where == "init") throw new ArgumentException($"with {Value}"); field = value; } } = "";

                public override string Name => "attacked";

                public override IReadOnlyList<Parameter> Parameters => [Secret];

                public override IReadOnlyList<Context> Contexts => Where == "contexts" ? throw new InvalidOperationException($"with {Value}")
                    : [new("attacked") { Env = [Variable.From("SECRET", Secret)] }];

                static string? Where => Environment.GetEnvironmentVariable("WHERE");

                static string? Value => Environment.GetEnvironmentVariable("SECRET");

                [DllImport("libc", EntryPoint = "prctl")]
                static extern int Control(int option, nuint a, nuint b, nuint c, nuint d);

                protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
                {
                    switch (Where)
                    {
                        case "hook":
                            throw new InvalidOperationException($"with {Value}");
                        case "thread":
                            new Thread(() => throw new InvalidOperationException($"with {Value}")).Start();
                            await Task.Delay(-1, cancellationToken);
                            break;
                        case "pool":
                            ThreadPool.QueueUserWorkItem(_ => throw new InvalidOperationException($"with {Value}"));
                            await Task.Delay(-1, cancellationToken);
                            break;
                        case "void":
                            Throw();
                            await Task.Delay(-1, cancellationToken);
                            break;
                        case "unobserved":
                            Leave();
                            GC.Collect();
                            GC.WaitForPendingFinalizers();
                            Logger.LogInformation("{Value}", Value);
                            break;
                        case "dropped":
                            await Task.WhenAny(Task.Run(() => throw new PluginFailedException($"with {Value}")));
                            break;
                        case "held":
                            using (var registered = new ManualResetEventSlim())
                            {
                                var failing = Task.Run(() =>
                                {
                                    registered.Wait();
                                    throw new PluginFailedException($"with {Value}");
                                });
                                var ended = Task.WhenAny(failing);
                                // The thread of the task is busy with this, and refers to the task, when the hook has returned.
                                _ = failing.ContinueWith(_ => new ManualResetEvent(false).WaitOne(500), TaskContinuationOptions.ExecuteSynchronously);
                                registered.Set();
                                await ended;
                            }

                            break;
                        case "touch":
                            Console.WriteLine("to the output");
                            Logger.LogInformation("to the log");
                            await RunCliAsync("echo", "of a command");
                            File.WriteAllText("done", "");
                            break;
                        case "home":
                            var home = Environment.GetEnvironmentVariable("HOME")!;
                            Logger.LogInformation("home {Home}/", home);
                            Logger.LogInformation("mode {Mode}", File.GetUnixFileMode(home));
                            await RunCliAsync("sh", "-c", "echo command ${HOME-none}");
                            break;
                        case "command":
                            await RunCliAsync("uname");
                            break;
                        case "limits":
                            Logger.LogInformation("dumpable {Dumpable}", Control(3, 0, 0, 0, 0));
                            await RunCliAsync("sh", "-c", "grep 'core file' /proc/self/limits");
                            break;
                    }
                }

                static async void Throw()
                {
                    await Task.Yield();
                    throw new InvalidOperationException($"with {Value}");
                }

                static void Leave() => Task.Run(() => throw new InvalidOperationException($"with {Value}")).ContinueWith(_ => { }).Wait();
            }
            """;

        public Program()
        {
            CompiledPlugin.Save(Source, Folder.Path);
            Folder.Write("plugin.cs", $"#:package Spaceforge@1.0.0\n{Source}");
        }

        internal TemporaryFolder Folder { get; } = new();

        public void Dispose() => Folder.Dispose();
    }
}
