using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;
using Spaceforge.Commands;
using Spaceforge.Logging;

namespace Spaceforge.Workspaces;

/// <summary>Processes that outlive the hook that started them. Their number, start and log are kept in the workspace.</summary>
sealed partial class BackgroundProcesses(
    PluginWorkspace workspace, CommandRunner commands, EnvironmentVariables env, PluginLogger log) : IDisposable
{
    const string Folder = "background";
    const int Terminate = 15;
    const int Kill = 9;
    const int LoggedLines = 50;
    const int LargestLog = 100_000_000;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // A session of its own: neither the end of the hook's shell nor a signal to its group reaches it. What it inherits is closed, or
    // whoever reads the hook's output would wait for it.
    const string Script = """
        log=$1
        shift
        exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
        if command -v setsid >/dev/null 2>&1; then
          setsid "$@" </dev/null >>"$log" 2>&1 &
          printf '%s session\n' "$!"
        else
          nohup "$@" </dev/null >>"$log" 2>&1 &
          printf '%s process\n' "$!"
        fi
        """;

    readonly List<string> _local = [];
    readonly Dictionary<string, byte[]> _records = [];
    DirectoryInfo? _temporary;

    public async Task<string> StartAsync(string name, string command, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        PluginWorkspace.CheckName(name, "a background process");
        ArgumentNullException.ThrowIfNull(command);
        if (Running(name) is not null) throw new PluginFailedException($"The background process '{name}' is already running.");

        var file = LogFile(name);
        var options = new CliOptions { PrintOutput = false, CancellationToken = cancellationToken };
        if (commands.Scripted(options, command, arguments) is { } answer)
        {
            await File.WriteAllLinesAsync(file, [.. answer.Output, .. answer.Error], cancellationToken);
            Record(name, "");
            return file;
        }

        // The shell must not look for it: the stack's repository must not bring programs.
        var program = Path.GetFileName(command) == command ? SearchPath.Find(command, env.Get("PATH", "")) : Path.GetFullPath(command);
        if (program is null || !File.Exists(program))
        {
            throw new PluginFailedException(
                $"Cannot run '{command}' in the background: the program does not exist. Is it on the PATH, or declared in Binaries?");
        }

        var started = await commands.RunProcessAsync(options, "sh", ["-c", Script, "sh", file, program, .. arguments]);
        if (started.ExitCode != 0 || started.Output is not [.., var last] || last.Split(' ') is not [var pid, var kind])
            throw new PluginFailedException($"Cannot run '{command}' in the background: {string.Join(' ', started.Error)}");

        Record(name, $"{pid} {kind} {StartOf(pid)}");
        log.Write(LogLevel.Information, $"'{command}' runs in the background as '{name}', with the log {file}.");
        return file;
    }

    public async Task<BackgroundResult?> StopAsync(string name, TimeSpan grace, CancellationToken cancellationToken)
    {
        PluginWorkspace.CheckName(name, "a background process");
        if (Read(name) is null)
        {
            log.Write(LogLevel.Warning, $"The background process '{name}' was not started in this run.");
            return null;
        }

        var running = Running(name);
        if (running is { } process)
        {
            Signal(process, Terminate);
            if (!await EndsAsync(name, grace, cancellationToken))
            {
                log.Write(LogLevel.Warning, $"The background process '{name}' did not end within {grace} and was killed.");
                Signal(process, Kill);
                await EndsAsync(name, TimeSpan.FromSeconds(10), cancellationToken);
            }
        }
        else log.Write(LogLevel.Warning, $"The background process '{name}' had already ended.");

        Forget(name);
        var lines = Lines(name);
        if (lines.Count > LoggedLines) log.Write(LogLevel.Information, $"{name}: {lines.Count - LoggedLines} earlier lines are not shown.");
        foreach (var line in lines.TakeLast(LoggedLines)) log.Write(LogLevel.Information, $"{name}: {line}");
        return new BackgroundResult { WasRunning = running is not null, Log = lines };
    }

    public void Dispose()
    {
        foreach (var name in _local)
        {
            // No other hook could end it.
            if (Running(name) is { } process) Signal(process, Kill);
        }

        _temporary?.Delete(recursive: true);
    }

    async Task<bool> EndsAsync(string name, TimeSpan limit, CancellationToken cancellationToken)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (Running(name) is not null)
        {
            if (clock.Elapsed > limit) return false;
            await Task.Delay(Pause, cancellationToken);
        }

        return true;
    }

    string LogFile(string name)
    {
        var file = $"{workspace.Plugin}.{name}.log";
        if (workspace.IsThere)
        {
            // Replaces whatever is there, such as a link, with a file that only the user can read.
            workspace.Write(Folder, file, []);
            return workspace.PathOf(Folder, file);
        }

        _temporary ??= Directory.CreateTempSubdirectory("spaceforge-background-");
        return Path.Combine(_temporary.FullName, file);
    }

    List<string> Lines(string name)
    {
        var file = $"{workspace.Plugin}.{name}.log";
        var path = workspace.IsThere ? workspace.PathOf(Folder, file) : Path.Combine(_temporary!.FullName, file);
        if (new FileInfo(path) is { Exists: true, Length: > LargestLog } large)
            return [$"The log has {large.Length} bytes and is not read: {path}"];

        var bytes = workspace.IsThere ? workspace.Read(Folder, file) ?? [] : File.Exists(path) ? File.ReadAllBytes(path) : [];
        var text = Encoding.UTF8.GetString(bytes).TrimEnd('\n');
        return text.Length == 0 ? [] : [.. text.Split('\n').Select(line => line.TrimEnd('\r'))];
    }

    void Record(string name, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        if (workspace.IsThere)
        {
            workspace.Write(Folder, $"{workspace.Plugin}.{name}", bytes);
            return;
        }

        _records[name] = bytes;
        _local.Add(name);
    }

    byte[]? Read(string name) =>
        workspace.IsThere ? workspace.Read(Folder, $"{workspace.Plugin}.{name}") : _records.GetValueOrDefault(name);

    void Forget(string name) => Record(name, "");

    /// <summary>
    /// The running process, if the number still belongs to it: numbers are given again, and a paused run has a new container.
    /// </summary>
    (int Id, bool IsSession)? Running(string name) =>
        Read(name) is { Length: > 0 } record && Encoding.ASCII.GetString(record).Split(' ', 3) is [var pid, var kind, var start]
        && int.TryParse(pid, CultureInfo.InvariantCulture, out var id) && id > 1 && start.Length > 0 && StartOf(pid) == start
            ? (id, kind == "session")
            : null;

    /// <summary>When a process started; empty if there is none, or only its exit code is left.</summary>
    static string StartOf(string pid)
    {
        if (!OperatingSystem.IsLinux()) return StartByRuntime(pid);

        try
        {
            // The name, in parentheses, may contain blanks.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? "" : $"{fields[19]} {File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    static string StartByRuntime(string pid)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
            return process.StartTime.Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return "";
        }
    }

    static void Signal((int Id, bool IsSession) process, int signal) => _ = Send(process.IsSession ? -process.Id : process.Id, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int pid, int signal);
}
