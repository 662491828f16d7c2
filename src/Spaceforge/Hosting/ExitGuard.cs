using Spaceforge.Logging;

namespace Spaceforge.Hosting;

/// <summary>Sees to it that a process fails where its hook did, whatever the program makes of what <c>RunAsync</c> returned.</summary>
/// <remarks>A guard whose program drops the result, returns 0 of its own, or does not wait, would let everything through.</remarks>
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
    /// <param name="error">Where it is told that a program drops the result.</param>
    /// <returns>Null where the process is not the plugin's: a test that calls <c>RunAsync</c> ends as the test does.</returns>
    public static ExitGuard? ForProcess(string[] args, string plugin, TextWriter error)
    {
        if (args.Length == 0 || !Environment.GetCommandLineArgs().AsSpan().EndsWith(args)) return null;

        var guard = new ExitGuard(plugin, error);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => guard.AtExit();
        AppDomain.CurrentDomain.UnhandledException += (_, _) => guard.AtThrow();
        return guard;
    }

    /// <summary>Notes how the hook ended.</summary>
    public int End(int code) => _code ??= Environment.ExitCode = code;

    /// <summary>
    /// Lets the program believe that its hook failed, and looks at what it makes of that before <paramref name="last"/> is done.
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

    /// <summary>A program that throws where its hook failed drops nothing.</summary>
    void AtThrow()
    {
        if (Interlocked.Exchange(ref _last, null) is not { } last) return;

        _code = last();
        Environment.Exit(_code.Value);
    }

    int TellOfDrop()
    {
        Tell($"error SF1011: The program drops the hook's result, so a run may go on although its check failed; {Advice}");
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
            // The exit code is all that is left to tell it.
        }
    }
}
