using System.Globalization;
using System.Net.Sockets;

namespace Spaceforge.Simulation.Tests.Watching;

/// <summary>Nothing is left of <c>spaceforge watch</c>, whenever and however it is ended on its terminal.</summary>
public sealed class WatchInterruptTests : IDisposable
{
    const int Seed = 20_261_129;

    // As long as a step takes that is interrupted; nothing waits for it.
    const string Long = "4217";

    // Without an SDK it is built at once. Neither signal ends its program.
    const string TestProject = $"""
        <Project>
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <RunCommand>sh</RunCommand>
            <RunArguments>-c "trap '' INT TERM HUP; sh -c 'sleep {Long}' in-tests; :"</RunArguments>
          </PropertyGroup>
          <!-- <OutputType>Exe</OutputType> -->
          <Target Name="Restore" />
          <Target Name="Build" />
          <Target Name="ComputeRunArguments" />
        </Project>
        """;

    readonly Tool _tool = new();
    readonly string _temporary;

    public WatchInterruptTests()
    {
        _temporary = Directory.CreateDirectory(_tool.Folder.PathOf("temporary")).FullName;
        _tool.Variables["TMPDIR"] = _temporary;
        // What a machine without such settings does.
        foreach (var name in (string[])["MSBUILDDISABLENODEREUSE", "DOTNET_CLI_USE_MSBUILD_SERVER"]) _tool.Variables[name] = null;
        // The compiler's server, which builds share, ends by itself after a while.
        _tool.Variables["UseSharedCompilation"] = "false";
    }

    public void Dispose() => _tool.Dispose();

    /// <summary>Step, signal, and after how many milliseconds of the step.</summary>
    public static TheoryData<string, string, int> Moments
    {
        get
        {
            string[] steps = ["generate", "tests", "simulate", "between rounds"];
            string[] signals = ["INT", "TERM", "HUP"];
            // Each step and each signal at least once; all of them, again and again, if asked.
            var times = int.Parse(Environment.GetEnvironmentVariable("SPACEFORGE_TEST_INTERRUPTS") ?? "0", CultureInfo.InvariantCulture);
            var random = new Random(Seed);
            var data = new TheoryData<string, string, int>();
            foreach (var (index, step) in steps.Index())
            {
                if (times == 0) data.Add(step, signals[index % signals.Length], random.Next(300));
                for (var i = 0; i < times; i++)
                {
                    foreach (var signal in signals) data.Add(step, signal, random.Next(step == "generate" ? 3_000 : 300));
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Nothing_is_left(string step, string signal, int milliseconds)
    {
        Needs.Program("script");
        var isCode = step == "generate";
        if (isCode) _tool.Folder.Write("plugin/plugin.cs", PluginText.With());
        else _tool.Folder.Write("plugin/plugin.yaml", new PluginManifest("one").Context("one", ("before_init", Hook(step))).ToString());
        if (step == "tests") _tool.Folder.Write("plugin/tests/tests.csproj", TestProject);
        // Nothing is built yet.
        _tool.Variables["XDG_CACHE_HOME"] = _tool.Folder.PathOf("cache");
        // The full path, by which its process is found.
        var plugin = _tool.Folder.PathOf("plugin", isCode ? "plugin.cs" : "plugin.yaml");
        var options = $"--serve {(step == "tests" ? "" : "--simulate")}";
        using var watch = new WatchProcess(new CommandLine(
            "script", "-qec", $"stty cols 200 rows 50; '{Repository.PathOf("spaceforge")}' watch '{plugin}' {options}", "/dev/null")
        {
            Folder = _tool.Folder.Path,
            Variables = _tool.Variables,
        });
        var address = await watch.AddressAsync();
        await watch.UntilAsync(() => Own().Any(process => HasBegun(step, process)), $"the step {step}");
        await Task.Delay(milliseconds, TestContext.Current.CancellationToken);

        var tool = Own().First(process => IsTool(process) && process.Line.Contains($"watch {plugin}", StringComparison.Ordinal));
        // Ctrl+C is for all processes of the terminal. Without its other end, the terminal hangs up.
        if (signal == "INT") await WatchProcess.SignalAsync(signal, $"-{tool.Group}");
        else if (signal == "TERM") await WatchProcess.SignalAsync(signal, $"{tool.Id}");
        else await WatchProcess.SignalAsync("KILL", $"{watch.Id}");
        var exitCode = await watch.ExitAsync();
        await Wait.UntilAsync(() => Own().All(process => process.Id != tool.Id), "the end of the tool");

        if (signal != "HUP") Assert.Equal(signal == "INT" ? 130 : 143, exitCode);
        // What was killed may take a moment; what is left would stay for minutes.
        await Wait.UntilAsync(
            () => !Own().Any() && Running().All(process => process.Session != tool.Session), "the end of everything that it started");
        Assert.DoesNotContain(_temporary, await File.ReadAllTextAsync("/proc/self/mountinfo", TestContext.Current.CancellationToken));
        // The dotnet command's two folders, with random names, stay if its program does not heed a signal and it is killed.
        if (step != "tests") Assert.DoesNotContain(Directory.GetFileSystemEntries(_temporary), path => !IsOfDotnet(path));
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => Wait.ForAsync(
            client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken).AsTask(), "an answer"));
    }

    // NuGet keeps its folder of locks, MSBuild its own if the signal comes while it starts a compiler, and each .NET program that is killed
    // the sockets for debuggers.
    static bool IsOfDotnet(string path) => ((string[])["NuGetScratch", "MSBuildTemp", "dotnet-diagnostic-", "clr-debug-pipe-"])
        .Any(start => Path.GetFileName(path).StartsWith(start, StringComparison.Ordinal));

    static string Hook(string step) => step == "simulate" ? $"sleep {Long}" : "true";

    static bool IsTool(OwnProcess process) => process.Line.Contains("/spaceforge-cli", StringComparison.Ordinal);

    /// <summary>Whether a process is one that only the step has.</summary>
    static bool HasBegun(string step, OwnProcess process) => step switch
    {
        "generate" => IsTool(process),
        "tests" => process.Line.Contains("in-tests", StringComparison.Ordinal),
        "simulate" => process.Line == $"sleep {Long}",
        // The next run's container.
        _ => process.Line.Contains("enter.sh", StringComparison.Ordinal),
    };

    /// <summary>The processes of this test's watch.</summary>
    IEnumerable<OwnProcess> Own()
    {
        var all = Running();
        var ours = OwnProcess.Read("/proc/self")!.Session;
        var sessions = all.Where(process => process.Line.Contains(_tool.Folder.Path, StringComparison.Ordinal))
            .Select(process => process.Session).Where(session => session != ours).ToHashSet();
        return all.Where(process => sessions.Contains(process.Session));
    }

    static OwnProcess[] Running() =>
        [
            .. Directory.GetDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]))
                .Select(OwnProcess.Read).OfType<OwnProcess>(),
        ];

    /// <summary>A process that is not of the test program.</summary>
    sealed record OwnProcess(int Id, int Group, int Session, string Line)
    {
        public static OwnProcess? Read(string path)
        {
            try
            {
                // The name is in parentheses and may contain anything.
                var text = File.ReadAllText($"{path}/stat");
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                return fields[0] == "Z" ? null : new OwnProcess(
                    int.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture),
                    int.Parse(fields[2], CultureInfo.InvariantCulture),
                    int.Parse(fields[3], CultureInfo.InvariantCulture),
                    File.ReadAllText($"{path}/cmdline").Replace('\0', ' ').TrimEnd());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
