using Spaceforge.Http;
using Spaceforge.PolicyInputs;

namespace Spaceforge.Hosting;

/// <summary>What a plugin's program finds around it; a test gives it something of its own.</summary>
sealed record HostEnvironment
{
    /// <summary>Takes results.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Takes everything else.</summary>
    public required TextWriter Error { get; init; }

    public required EnvironmentVariables Env { get; init; }

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether the program has the process to itself, its console and its signals.</summary>
    public bool OwnsProcess { get; init; }

    /// <summary>Watches how the process ends; null where it is not the plugin's.</summary>
    public ExitGuard? Guard { get; init; }

    /// <summary>Whether the variables of the plugin's contexts are set here although the run is not local: no platform did it.</summary>
    public bool StandsForPlatform { get; init; }

    /// <summary>
    /// Whether the plugin comes with the values of its parameters in its properties: what is not filled in is taken from there.
    /// </summary>
    public bool PropertiesAreSet { get; init; }

    /// <summary>Whether the plugin answers every hook, also those that its class does not override.</summary>
    public bool HasEveryHook { get; init; }

    public string WorkingDirectory { get => field ??= Directory.GetCurrentDirectory(); init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public HttpSettings Http { get; init; } = new();

    /// <summary>Answers commands in place of real ones; null lets them run.</summary>
    public Func<CliOptions, string, IReadOnlyList<string>, CliResult?>? CommandScript { get; init; }

    /// <summary>Takes the Markdown of a local run in place of the output.</summary>
    public Action<string>? MarkdownTaken { get; init; }

    /// <summary>
    /// The variable with the file that takes the Markdown of a local run. The tool sets it and draws what it finds there.
    /// </summary>
    public const string MarkdownFile = "SPACEFORGE_MARKDOWN_FILE";

    /// <summary>Separates the texts in that file.</summary>
    public const char MarkdownSeparator = '\0';

    /// <summary>Takes the policy inputs of a local run in place of the output.</summary>
    public PolicyInputPreview? PolicyInputTaken { get; init; }

    /// <summary>The environment of the process; the console is always UTF-8 with LF line ends.</summary>
    public static HostEnvironment OfProcess() => new()
    {
        Output = Writer(Console.OpenStandardOutput),
        Error = Writer(Console.OpenStandardError),
        Env = new EnvironmentVariables(),
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        OwnsProcess = true,
        MarkdownTaken = ToolsFile(),
    };

    static Action<string>? ToolsFile()
    {
        if (Environment.GetEnvironmentVariable(MarkdownFile) is not { Length: > 0 } file) return null;

        // Not for the commands of the hook, which may be plugins themselves.
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
            // It was closed before the process began.
            stream = Stream.Null;
        }

        return new StreamWriter(stream) { AutoFlush = true, NewLine = "\n" };
    }
}
