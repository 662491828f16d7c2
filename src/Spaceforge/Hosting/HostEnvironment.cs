using Spaceforge.Http;
using Spaceforge.PolicyInputs;

namespace Spaceforge.Hosting;

/// <summary>The environment of a plugin's program; tests supply their own.</summary>
sealed record HostEnvironment
{
    /// <summary>Receives results.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Receives everything else.</summary>
    public required TextWriter Error { get; init; }

    public required EnvironmentVariables Env { get; init; }

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether the program has the process to itself, including the console and signals.</summary>
    public bool OwnsProcess { get; init; }

    /// <summary>Watches how the process ends; null if the process is not the plugin's.</summary>
    public ExitGuard? Guard { get; init; }

    /// <summary>Whether to set the variables of the plugin's contexts although the run is not local, because no platform did.</summary>
    public bool StandsForPlatform { get; init; }

    /// <summary>
    /// Whether the plugin's properties already have the parameters' values; missing values are taken from there.
    /// </summary>
    public bool PropertiesAreSet { get; init; }

    /// <summary>Whether the plugin responds to every hook, including those that its class does not override.</summary>
    public bool HasEveryHook { get; init; }

    public string WorkingDirectory { get => field ??= Directory.GetCurrentDirectory(); init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public HttpSettings Http { get; init; } = new();

    /// <summary>Answers commands instead of running them; null runs them.</summary>
    public Func<CliOptions, string, IReadOnlyList<string>, CliResult?>? CommandScript { get; init; }

    /// <summary>Receives the Markdown of a local run instead of the output.</summary>
    public Action<string>? MarkdownTaken { get; init; }

    /// <summary>
    /// The variable with the path of the file that receives the Markdown of a local run. The tool sets it and renders the contents.
    /// </summary>
    public const string MarkdownFile = "SPACEFORGE_MARKDOWN_FILE";

    /// <summary>Separates the texts in that file.</summary>
    public const char MarkdownSeparator = '\0';

    /// <summary>Receives the policy input of a local run instead of the output.</summary>
    public PolicyInputPreview? PolicyInputTaken { get; init; }

    /// <summary>The environment of the process; the console always uses UTF-8 and LF.</summary>
    public static HostEnvironment OfProcess() => new()
    {
        Output = Writer(StaticExecutable.IsThis ? static () => new StandardStream(StandardStream.Output) : Console.OpenStandardOutput),
        Error = Writer(StaticExecutable.IsThis ? static () => new StandardStream(StandardStream.Error) : Console.OpenStandardError),
        Env = new EnvironmentVariables(),
        OutputIsTerminal = StaticExecutable.IsThis ? StandardStream.IsTerminal(StandardStream.Output) : !Console.IsOutputRedirected,
        ErrorIsTerminal = StaticExecutable.IsThis ? StandardStream.IsTerminal(StandardStream.Error) : !Console.IsErrorRedirected,
        OwnsProcess = true,
        MarkdownTaken = ToolsFile(),
    };

    static Action<string>? ToolsFile()
    {
        if (Environment.GetEnvironmentVariable(MarkdownFile) is not { Length: > 0 } file) return null;

        // Not passed on to the hook's commands, which may be plugins themselves.
        Environment.SetEnvironmentVariable(MarkdownFile, null);
        return markdown => File.AppendAllText(file, $"{markdown}{MarkdownSeparator}");
    }

    /// <summary>A writer for one of the process's streams.</summary>
    public static StreamWriter Writer(Func<Stream> open)
    {
        Stream stream;
        try
        {
            stream = open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The stream was closed before the process started.
            stream = Stream.Null;
        }

        return new StreamWriter(stream) { AutoFlush = true, NewLine = "\n" };
    }
}
