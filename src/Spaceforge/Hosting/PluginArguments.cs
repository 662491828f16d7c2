namespace Spaceforge.Hosting;

/// <summary>The command line of a plugin's program.</summary>
/// <remarks>
/// Hand-written, because there are only four commands, and a library would be loaded before the first line of every hook and be part
/// of every native executable. The tool, which people use, has System.CommandLine.
/// </remarks>
abstract record PluginArguments
{
    public sealed record Help : PluginArguments;

    public sealed record ShowVersion : PluginArguments;

    /// <param name="Output">A file, or <c>-</c> for standard output; null for <c>plugin.yaml</c> next to the source.</param>
    /// <param name="Source">The source; null for the one that the program was built from.</param>
    /// <param name="Native">The executables that workers download, or that the manifest contains; null for another form.</param>
    /// <param name="Portable">The folder with the plugin that the tool built; null for another form.</param>
    public sealed record Generate(string? Output, string? Source, NativeFiles? Native, string? Portable = null) : PluginArguments;

    /// <param name="HookName">The name as typed.</param>
    /// <param name="Parameters">Values by parameter id.</param>
    public sealed record Run(string HookName, IReadOnlyDictionary<string, string> Parameters) : PluginArguments;

    public static PluginArguments Parse(string[] args) => args switch
    {
        ["-h" or "--help" or "-?" or "help", ..] => new Help(),
        ["--version"] => new ShowVersion(),
        ["generate", .. var rest] => ParseGenerate(new Queue<string>(rest)),
        ["run" or "runner", .. var rest] => ParseRun(new Queue<string>(rest)),
        [] => throw new UsageException("No command. Use generate, run HOOK, --version or --help."),
        [var unknown, ..] => throw new UsageException($"Unknown command '{unknown}'. Use generate, run HOOK, --version or --help."),
    };

    static PluginArguments ParseGenerate(Queue<string> rest)
    {
        string? output = null;
        string? source = null;
        string? native = null;
        string? urlBase = null;
        string? portable = null;
        var embed = false;
        while (rest.TryDequeue(out var argument))
        {
            switch (argument)
            {
                case "-h" or "--help" or "-?":
                    return new Help();
                case "-o" or "--output":
                    output = Value(argument, rest);
                    break;
                case "--source":
                    source = Value(argument, rest);
                    break;
                case "--native":
                    native = Value(argument, rest);
                    break;
                case "--url-base":
                    urlBase = Value(argument, rest);
                    break;
                case "--embed":
                    embed = true;
                    break;
                case "--portable":
                    portable = Value(argument, rest);
                    break;
                default:
                    throw new UsageException($"Unexpected argument '{argument}'. Use generate [-o FILE] [--source FILE] [--native FILE --url-base URL|--embed].");
            }
        }

        return new Generate(output, source, NativeFiles.Parse(native, urlBase, embed), portable);
    }

    static PluginArguments ParseRun(Queue<string> rest)
    {
        string? hook = null;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        while (rest.TryDequeue(out var argument))
        {
            switch (argument)
            {
                case "-h" or "--help" or "-?":
                    return new Help();
                case "--param":
                    var (id, value) = ParameterArgument.Parse(Value(argument, rest));
                    parameters[id] = value;
                    break;
                case ['-', ..]:
                    throw new UsageException($"Unexpected argument '{argument}'. Use run HOOK [--param ID=VALUE].");
                default:
                    hook = hook is null ? argument : throw new UsageException($"run takes one hook; unexpected argument '{argument}'.");
                    break;
            }
        }

        return new Run(hook ?? throw new UsageException("run needs a hook, for example run after_plan."), parameters);
    }

    static string Value(string option, Queue<string> rest) =>
        rest.TryDequeue(out var value) ? value : throw new UsageException($"{option} needs a value.");
}
