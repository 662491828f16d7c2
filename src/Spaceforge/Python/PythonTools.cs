using System.Text;
using Microsoft.Extensions.Logging;
using Spaceforge.Definitions;
using Spaceforge.Files;
using Spaceforge.Python;

namespace Spaceforge;

/// <summary>
/// Command-line tools from Python packages, which a hook installs with pip into a virtual environment of its own. The image needs
/// Python 3 with <c>venv</c>, as Spacelift's default image has.
/// </summary>
/// <remarks>
/// <code>
/// await new PythonTools("checkov==3.3.9").InstallAsync(Services, cancellationToken);
/// await RunCliAsync("checkov", "--directory", ".");
/// </code>
/// On a worker, the environment is kept in the workspace, so later hooks find it there, also after a pause. In a local run, it is kept in
/// the user's cache. The variables and configuration files of pip apply, for example <c>PIP_INDEX_URL</c>.
/// </remarks>
public sealed class PythonTools
{
    const string Ready = "spaceforge-ready";
    const int ShownLines = 50;
    const int KeyLength = 32;

    readonly string[] _requirements;

    /// <summary>Names the packages.</summary>
    /// <param name="requirements">
    /// Lines as in <c>requirements.txt</c>, each with one version: <c>checkov==3.3.9</c>, optionally with extras, a marker, and
    /// <c>--hash=sha256:...</c>. If one has a hash, pip requires hashes of all packages, including those that they depend on.
    /// </param>
    /// <exception cref="ArgumentException">There is none, or one is not pinned to a version.</exception>
    public PythonTools(params IReadOnlyList<string> requirements)
    {
        ArgumentNullException.ThrowIfNull(requirements);
        if (requirements.Count == 0)
            throw new ArgumentException("Name at least one package, for example checkov==3.3.9.", nameof(requirements));

        _requirements = [.. requirements.Select(line => line.Trim())];
        foreach (var line in _requirements)
        {
            if (PythonRequirement.Mistake(line) is { } mistake) throw new ArgumentException($"'{line}' {mistake}.", nameof(requirements));
        }
    }

    /// <summary>
    /// Installs the packages unless an earlier hook of the run did, and puts their commands first on the PATH of this hook.
    /// </summary>
    /// <param name="services">The services of the hook.</param>
    /// <param name="cancellationToken">Ends pip.</param>
    /// <returns>The folder with the commands.</returns>
    /// <exception cref="PluginFailedException">The image has no Python 3 with venv, or pip failed.</exception>
    public async Task<string> InstallAsync(HookServices services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        var python = services.CanStart("python3") ? "python3" : services.CanStart("python") ? "python" : throw new PluginFailedException(
            $"{_requirements[0]} needs Python 3, which is not on the PATH of this image.");
        try
        {
            using var root = OpenRoot(services);
            var key = await KeyAsync(services, python, root, cancellationToken);
            var folder = Path.Combine(root.FullPath, key);
            var commands = Path.Combine(folder, OperatingSystem.IsWindows() ? "Scripts" : "bin");
            if (root.ReadIfThere($"{key}/{Ready}", limit: 1) is null || !Exists(Interpreter(commands)))
            {
                root.Delete(key);
                root.WriteText($"{key}.txt", string.Concat(_requirements.Select(line => $"{line}\n")));
                await InstallAsync(services, python, folder, commands, cancellationToken);
                // A test that answers commands has no folder.
                if (Directory.Exists(folder)) root.Write($"{key}/{Ready}", []);
            }

            services.Env.Set("PATH", $"{commands}{Path.PathSeparator}{services.Env.Get("PATH", "")}");
            return commands;
        }
        catch (IOException e)
        {
            throw new PluginFailedException($"{_requirements[0]} cannot be installed. {e.Message}", e);
        }
    }

    /// <summary>
    /// Installs the packages if the PATH has no such command, or one that cannot start: executables built for glibc do not start on
    /// Alpine, where a plugin can fall back to the Python package of the same tool.
    /// </summary>
    /// <param name="command">The command, for example <c>checkov</c>.</param>
    /// <param name="services">The services of the hook.</param>
    /// <param name="cancellationToken">Ends pip.</param>
    /// <exception cref="PluginFailedException">The image has no Python 3 with venv, or pip failed.</exception>
    public async Task InstallIfMissingAsync(string command, HookServices services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.CanStart(command)) return;

        services.Logger.LogInformation("'{Command}' does not start on this image, so its Python package is installed.", command);
        await InstallAsync(services, cancellationToken);
    }

    async Task InstallAsync(HookServices services, string python, string folder, string commands, CancellationToken cancellationToken)
    {
        var packages = string.Join(", ", _requirements.Select(line => line.Split(' ')[0]));
        services.Logger.LogInformation("Installing {Packages} with pip.", packages);
        // Isolated: neither variables of Python nor files in the current folder, which is the repository's, are used.
        const string Venv = "Python's venv (on Debian, the package python3-venv)";
        await RunAsync(services, Venv, python, ["-I", "-m", "venv", folder], cancellationToken);
        await RunAsync(services, "pip", Interpreter(commands),
            ["-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-cache-dir", "--no-warn-script-location",
                "--requirement", $"{folder}.txt"], cancellationToken);
    }

    async Task RunAsync(HookServices services, string name, string program, string[] arguments, CancellationToken cancellationToken)
    {
        var result = await services.RunCliAsync(
            new CliOptions { PrintOutput = false, CancellationToken = cancellationToken, Environment = NoPythonPath }, program, arguments);
        if (result.ExitCode == 0) return;

        var lines = result.Error.Concat(result.Output).Where(line => !string.IsNullOrWhiteSpace(line)).TakeLast(ShownLines).ToList();
        foreach (var line in lines) services.Logger.LogError("{Line}", line);
        var reason = lines.LastOrDefault(line => line.StartsWith("ERROR:", StringComparison.Ordinal)) ?? lines.LastOrDefault();
        throw new PluginFailedException($"{_requirements[0]} cannot be installed: {name} failed{(reason is null ? "" : $": {reason}")}");
    }

    // The packages' own commands are not isolated, so these must not get in through pip's build processes either.
    static readonly Dictionary<string, string?> NoPythonPath = new() { ["PYTHONPATH"] = null, ["PYTHONHOME"] = null };

    /// <summary>Another interpreter or other packages need another environment.</summary>
    async Task<string> KeyAsync(HookServices services, string python, ForeignFolder root, CancellationToken cancellationToken)
    {
        // To ask the interpreter takes longer than all else that a later hook does here.
        var known = Identity(services, python) is { } identity ? $"{identity}.key" : null;
        if (known is not null && root.ReadIfThere(known, KeyLength) is { Length: KeyLength } kept
            && kept.All(digit => char.IsAsciiHexDigit((char)digit)))
        {
            return Encoding.ASCII.GetString(kept);
        }

        var result = await services.RunCliAsync(
            new CliOptions { PrintOutput = false, CancellationToken = cancellationToken },
            python, "-I", "-c", "import sys, sysconfig; print(sys.executable, sys.version, sysconfig.get_platform())");
        if (result.ExitCode != 0) throw new PluginFailedException($"{_requirements[0]} cannot be installed: '{python}' does not start.");

        var key = Sum([.. result.Output, .. _requirements]);
        if (known is not null) root.WriteText(known, key);
        return key;
    }

    /// <summary>What changes with the interpreter's file; null for a script, which may start another one in the next hook.</summary>
    string? Identity(HookServices services, string python)
    {
        if (services.FindProgram(python) is not { } file) return null;

        try
        {
            var target = new FileInfo(NamedFile.Target(file));
            var start = new byte[4];
            using var stream = target.OpenRead();
            return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
                && start.AsSpan().SequenceEqual("\u007FELF"u8)
                ? Sum([file, target.FullName, $"{target.Length}", $"{target.LastWriteTimeUtc:O}", .. _requirements]) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static string Sum(IEnumerable<string> lines) => ContentSum.Of(Encoding.UTF8.GetBytes(string.Join('\n', lines)))[..KeyLength];

    /// <summary>Whether it exists, and, if it is a link, its target too: .NET also finds links without a target.</summary>
    static bool Exists(string file) => File.Exists(file) && File.ResolveLinkTarget(file, returnFinalTarget: true) is not { Exists: false };

    static string Interpreter(string commands) => Path.Combine(commands, OperatingSystem.IsWindows() ? "python.exe" : "python");

    static ForeignFolder OpenRoot(HookServices services)
    {
        const string Folder = "plugins/.spaceforge/python";
        if (!services.RunInfo.IsLocal)
        {
            using var workspace = ForeignFolder.Open(services.RunInfo.WorkspaceRoot ?? WorkerPaths.Workspace);
            return workspace.CreateFolder(Folder);
        }

        var cache = services.Env.Get("XDG_CACHE_HOME") is { Length: > 0 } given && Path.IsPathFullyQualified(given) ? given
            : services.Env.Get("HOME") is { Length: > 0 } home && Path.IsPathFullyQualified(home) ? Path.Combine(home, ".cache")
            : Temporary();
        Directory.CreateDirectory(cache);
        using var opened = ForeignFolder.Open(cache);
        return opened.CreateFolder("spaceforge-python");
    }

    static string Temporary()
    {
        var folder = Directory.CreateTempSubdirectory("spaceforge-python-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try
            {
                folder.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The system cleans its folder for temporary files.
            }
        };
        return folder.FullName;
    }
}
