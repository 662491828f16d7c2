namespace Spaceforge.Testing;

/// <summary>Scripts the answers to commands in a test, and records the commands.</summary>
public sealed class CommandScript
{
    readonly List<(string[] Words, CliResult Result)> _answers = [];
    readonly List<CommandCall> _calls = [];

    /// <summary>
    /// Whether commands without an answer are run for real. Default: false; such a command fails the hook with a message that names it.
    /// </summary>
    public bool RunOthers { get; set; }

    /// <summary>The commands that hooks ran, oldest first.</summary>
    public IReadOnlyList<CommandCall> Calls => _calls;

    /// <summary>Answers commands that start with the given words. Later answers take precedence.</summary>
    /// <param name="start">The program and its first arguments, separated by blanks: <c>security-cli scan</c>.</param>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="output">Standard output; lines are split at <c>\n</c>.</param>
    /// <param name="error">Standard error; lines are split at <c>\n</c>.</param>
    public CommandScript Answer(string start, int exitCode = 0, string output = "", string error = "")
    {
        _answers.Insert(0, (start.Split(' ', StringSplitOptions.RemoveEmptyEntries), new CliResult
        {
            ExitCode = exitCode,
            Output = Lines(output),
            Error = Lines(error)
        }));
        return this;
    }

    internal CliResult? Run(CliOptions options, string command, IReadOnlyList<string> arguments)
    {
        var call = new CommandCall { Command = command, Arguments = arguments, Options = options };
        _calls.Add(call);
        string[] words = [command, .. arguments];
        var answer = _answers.Find(answer => words.AsSpan().StartsWith(answer.Words));
        if (answer.Result is not null || RunOthers) return answer.Result;

        throw new PluginFailedException($"The test has no answer for the command '{call}'. Add one with Commands.Answer, or set Commands.RunOthers.");
    }

    static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');
}
