using System.CommandLine;
using System.Text;
using Spaceforge.Files;
using Spaceforge.Hosting;

namespace Spaceforge.Cli.Parameters;

/// <summary>Parameters as values, in files and in environment variables.</summary>
static class GivenParameters
{
    const string StandardInput = "-";
    const int LargestFile = 16_000_000;

    public static Option<string[]> Files { get; } = new(
        "--param-file")
    { HelpName = "ID=FILE", Description = "Set a parameter to the contents of a file; - is standard input" };

    public static Option<string[]> Variables { get; } = new(
        "--param-env")
    { HelpName = "ID=VARIABLE", Description = "Set a parameter from an environment variable" };

    /// <param name="parsed">The command line.</param>
    /// <param name="values">The option for values on the command line.</param>
    /// <exception cref="UsageException">An option is not <c>ID=…</c>, a parameter is set more than once, or a file or variable does not
    /// exist.</exception>
    public static IReadOnlyList<GivenParameter> Read(ParseResult parsed, Option<string[]> values)
    {
        var given = new List<GivenParameter>();
        foreach (var argument in parsed.GetValue(values) ?? []) Add(values.Name, argument, value => value, _ => values.Name);
        foreach (var argument in parsed.GetValue(Files) ?? []) Add(Files.Name, argument, ReadFile, OriginOfFile);
        foreach (var argument in parsed.GetValue(Variables) ?? []) Add(Variables.Name, argument, ReadVariable, name => $"variable {name}");
        return given;

        void Add(string option, string argument, Func<string, string> read, Func<string, string> origin)
        {
            var (id, text) = ParameterArgument.Parse(argument, option);
            if (given.Any(other => other.Id == id)) throw new UsageException($"{option} {id}: the parameter is set more than once.");
            given.Add(new GivenParameter(id, read(text), origin(text)));
        }
    }

    static string OriginOfFile(string path) => path == StandardInput ? "standard input" : $"file {Path.GetFileName(path)}";

    static string ReadFile(string path)
    {
        try
        {
            var text = path == StandardInput
                ? Console.In.ReadToEnd()
                : Encoding.UTF8.GetString(NamedFile.Read(path, LargestFile)).TrimStart('\uFEFF');
            // Editors and echo add a trailing line break that is not part of the value.
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--param-file: {path} cannot be read: {e.Message}", e);
        }
    }

    static string ReadVariable(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new UsageException($"--param-env: the environment variable '{name}' is not set.");
}
