using Spaceforge.Logging;

namespace Spaceforge.Hosting;

/// <summary>Makes the process fail if its hook failed, whatever the program does with the result of <c>RunAsync</c>.</summary>
/// <remarks>A program that ignores the result, returns 0 itself, or does not wait would let everything through.</remarks>
sealed class ExitGuard
{
    const string Advice = "write 'return await SpaceforgePlugin.RunAsync<{0}>(args);'";

    readonly string _plugin;
    readonly TextWriter _error;
    int? _code;
    Func<int>? _last;

    ExitGuard(string plugin, TextWriter error) => (_plugin, _error) = (plugin, error);

    /// <param name="args">The arguments of <c>RunAsync</c>.</param>
    /// <param name="plugin">The name of the class.</param>
    /// <param name="error">Receives the message that a program ignores the result.</param>
    /// <returns>Null if the process is not the plugin's, for example in a test that calls <c>RunAsync</c>.</returns>
    public static ExitGuard? ForProcess(string[] args, string plugin, TextWriter error)
    {
        if (args.Length == 0 || !Environment.GetCommandLineArgs().AsSpan().EndsWith(args)) return null;

        var guard = new ExitGuard(plugin, error);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => guard.AtExit();
        AppDomain.CurrentDomain.UnhandledException += (_, _) => guard.AtThrow();
        return guard;
    }

    /// <summary>Records how the hook ended.</summary>
    public int End(int code) => _code ??= Environment.ExitCode = code;

    /// <summary>
    /// Pretends that the hook failed, and checks what the program makes of that before it runs <paramref name="last"/>.
    /// </summary>
    public int Probe(Func<int> last)
    {
        _last = last;
        _code = ExitCodes.Failed;
        Environment.ExitCode = ExitCodes.Done;
        return _code.Value;
    }

    void AtExit()
    {
        if (_last is { } last)
        {
            _last = null;
            Environment.ExitCode = Environment.ExitCode == ExitCodes.Done ? TellOfDrop() : last();
        }
        else if (Environment.ExitCode == ExitCodes.Done && _code is not ExitCodes.Done)
        {
            Tell(_code is null
                ? $"[SpaceForge] The program ended before its hook did, so the run fails: {Advice}"
                : $"[SpaceForge] The program returned 0 although its hook failed, so the run fails: {Advice}");
            Environment.ExitCode = _code ?? ExitCodes.Failed;
        }
    }

    /// <summary>A program that throws because its hook failed does not ignore the result.</summary>
    void AtThrow()
    {
        if (Interlocked.Exchange(ref _last, null) is not { } last) return;

        _code = last();
        Environment.Exit(_code.Value);
    }

    int TellOfDrop()
    {
        Tell($"error SF1011: The program ignores the hook's result, so a run may continue although its check failed; {Advice}");
        return ExitCodes.UsedWrongly;
    }

    void Tell(string message)
    {
        try
        {
            _error.Write(LogText.Lines("", message.Replace("{0}", _plugin, StringComparison.Ordinal)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only the exit code is left to report it.
        }
    }
}
