using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Spaceforge.Cli.Json;
using Spaceforge.Cli.Terminal;
using Spaceforge.Hosting;

namespace Spaceforge.Cli.Commands;

/// <summary>The command line of the tool.</summary>
static class SpaceforgeCommand
{
    const string Description = """
        Build, run and publish Spacelift plugins written in C#.

        Exit codes: 0 success, 1 a hook failed, a manifest is stale or invalid, or Spacelift refused, 2 usage error, 70 internal error.
        """;

    // What the scripts for completion ask for, with the command line up to the cursor.
    const string Suggest = "[suggest]";

    // The number of SIGINT, which Ctrl+C sends.
    const int Interrupt = 2;

    static readonly TimeSpan? DefaultTerminationTimeout = new InvocationConfiguration().ProcessTerminationTimeout;

    // Values may start with @, and parameter values may be secrets, so response files are disabled.
    public static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    /// <remarks>
    /// Not a RootCommand, which takes its name from the assembly's file: that cannot be <c>spaceforge</c> next to the library's
    /// <c>Spaceforge.dll</c> on case-insensitive file systems.
    /// </remarks>
    public static Command Create() => new("spaceforge", Description)
    {
        NewCommand.Create(),
        GenerateCommand.Create(),
        RunCommand.Create("run"),
        RunCommand.Create("runner", hidden: true),
        SimulateCommand.Create(),
        TestCommand.Create(),
        WatchCommand.Create(),
        ValidateCommand.Create(),
        DiffCommand.Create(),
        DocsCommand.Create(),
        SchemaCommand.Create(),
        PublishCommand.Create(),
        PushCommand.Create(),
        InstallCommand.Create(),
        ListCommand.Create(),
        UninstallCommand.Create(),
        DeleteCommand.Create(),
        PolicyCommand.Create(),
        DoctorCommand.Create(),
        McpCommand.Create(),
        CacheCommand.Create(),
        CompletionCommand.Create(),
        HelpCommand.Create(),
        HelpExamples.Option(),
        new VersionOption(),
    };

    public static Task<int> RunAsync(string[] args)
    {
        Streams.Use();
        // The tool's memory, and that of its child processes, may contain secrets.
        ProcessSecrets.RefuseDumps();
        AppDomain.CurrentDomain.UnhandledException += (_, e) => Environment.Exit(Fault.Tell((Exception)e.ExceptionObject, Console.Error));
        return RunToEndAsync(args);
    }

    static async Task<int> RunToEndAsync(string[] args)
    {
        try
        {
            return await (JsonOption.IsIn(args)
                ? RunForProgramAsync(args) : Fault.GuardAsync(() => RunGuardedAsync(args), Console.Error));
        }
        finally
        {
            Streams.Progress.End();
        }
    }

    static async Task<int> RunForProgramAsync(string[] args)
    {
        using var errors = new JsonErrors();
        return errors.End(await Fault.GuardAsync(() => RunGuardedAsync(args), Console.Error), JsonOption.HasOnlyFindings(args));
    }

    static async Task<int> RunGuardedAsync(string[] args)
    {
        if (args is [Suggest, var line])
        {
            foreach (var label in Suggestions.Of(Create(), line)) Console.Out.WriteLine(label);
            return ExitCodes.Done;
        }

        // For someone who does not know any command yet.
        var parsed = Create().Parse(args.Length == 0 ? ["--help"] : args, Parser);
        // Help and the version do not depend on the rest.
        if (parsed.Action is ParseErrorAction || parsed.Action == parsed.CommandResult.Command.Action)
        {
            string[] errors = [.. UsageErrors.Of(parsed)];
            if (errors.Length > 0) return Refuse(parsed, errors);
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // Commands that change an account or clean up after hooks handle signals themselves, without a time limit.
                ProcessTerminationTimeout = parsed.Action is AccountAction
                    || parsed.CommandResult.Command.Name is SimulateCommand.Name or WatchCommand.Name or McpCommand.Name
                        ? null : DefaultTerminationTimeout,
            });
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.SignalBase + Interrupt;
        }
        catch (SpaceforgeException e)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return e.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk or a closed standard output is neither a bug in the tool nor the hook's failure.
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return ExitCodes.UsedWrongly;
        }
    }

    static int Refuse(ParseResult parsed, string[] errors)
    {
        foreach (var error in errors) Console.Error.WriteLine($"error: {error}");
        Console.Error.WriteLine($"See: {string.Join(' ', CommandNames(parsed.CommandResult))} --help");
        return ExitCodes.UsedWrongly;
    }

    /// <summary>The words of a command, from the tool on.</summary>
    public static IEnumerable<string> CommandNames(SymbolResult result) => result is CommandResult command
        ? [.. command.Parent is { } parent ? CommandNames(parent) : [], command.Command.Name]
        : [];
}
