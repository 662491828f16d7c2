using Spaceforge.Cli.Parameters;
using Spaceforge.Hosting;

namespace Spaceforge.Cli.Account;

/// <summary>The values for a template's parameters.</summary>
static class InstallParameters
{
    /// <summary>
    /// The values to send, in the template's order: given ones, then defaults, as the platform's Terraform provider fills them in.
    /// </summary>
    /// <exception cref="UsageException">A parameter is unknown, missing, or has a value of the wrong type; all errors are
    /// reported.</exception>
    public static IReadOnlyList<(TemplateParameter Parameter, string Value)> Check(
        PluginTemplate template, IReadOnlyList<GivenParameter> parameterValues)
    {
        var given = parameterValues.ToDictionary(parameter => parameter.Id, parameter => parameter.Value, StringComparer.Ordinal);
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
}
