using System.Text;
using Spaceforge.Files;
using Spaceforge.Hosting;

namespace Spaceforge.Cli.Account;

/// <summary>The values for a template's parameters.</summary>
static class InstallParameters
{
    const string StandardInput = "-";
    const int LargestFile = 16_000_000;

    /// <summary>Values by parameter id, from the command line, files and environment variables.</summary>
    /// <exception cref="UsageException">An option is not <c>ID=…</c>, a parameter is set more than once, or a file or variable does not
    /// exist.</exception>
    public static IReadOnlyDictionary<string, string> Read(
        IEnumerable<string> values, IEnumerable<string> files, IEnumerable<string> variables)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var argument in values) Add("--param", argument, value => value);
        foreach (var argument in files) Add("--param-file", argument, ReadFile);
        foreach (var argument in variables) Add("--param-env", argument, ReadVariable);
        return given;

        void Add(string option, string argument, Func<string, string> read)
        {
            var (id, text) = ParameterArgument.Parse(argument, option);
            if (!given.TryAdd(id, read(text))) throw new UsageException($"{option} {id}: the parameter is set more than once.");
        }
    }

    /// <summary>
    /// The values to send, in the template's order: given ones, then defaults, as the platform's Terraform provider fills them in.
    /// </summary>
    /// <exception cref="UsageException">A parameter is unknown, missing, or has a value of the wrong type; all errors are
    /// reported.</exception>
    public static IReadOnlyList<(TemplateParameter Parameter, string Value)> Check(
        PluginTemplate template, IReadOnlyDictionary<string, string> given)
    {
        var parameters = template.Parameters ?? [];
        var mistakes = given.Keys.Where(id => parameters.All(parameter => parameter.Id != id))
            .Order(StringComparer.Ordinal).Select(id => Unknown(template, id)).ToList();
        var values = new List<(TemplateParameter, string)>();
        foreach (var parameter in parameters)
        {
            if (given.TryGetValue(parameter.Id, out var value))
            {
                if (Mistake(parameter, value) is { } mistake) mistakes.Add(mistake);
                else values.Add((parameter, value));
            }
            else if (parameter.Required)
            {
                mistakes.Add($"The parameter '{AccountText.Of(parameter.Name)}' ({AccountText.Of(parameter.Id)}) is required and has no value. Use --param{(parameter.Sensitive ? $"-env {AccountText.Argument(parameter.Id)}=VARIABLE" : $" {AccountText.Argument(parameter.Id)}=VALUE")}.");
            }
            else if (parameter.Default is { } @default)
            {
                values.Add((parameter, @default));
            }
        }

        return mistakes.Count == 0 ? values : throw new UsageException(string.Join('\n', mistakes.Take(AccountText.MostNames)));
    }

    static string Unknown(PluginTemplate template, string id) => template.Parameters is { Count: > 0 } parameters
        ? $"--param {id}: unknown parameter; the plugin has {AccountText.Of(parameters.Select(parameter => parameter.Id))}."
        : $"--param {id}: the template {AccountText.Of(template.Name)} has no parameters.";

    static string? Mistake(TemplateParameter parameter, string value)
    {
        var type = Enum.TryParse<ParameterType>(parameter.Type, ignoreCase: true, out var known) ? known : ParameterType.String;
        return ParameterTypeCheck.Mistake(AccountText.Of(parameter.Name), AccountText.Of(parameter.Id), type, parameter.Sensitive, value);
    }

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
