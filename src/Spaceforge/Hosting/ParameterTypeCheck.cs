using System.Globalization;

namespace Spaceforge.Hosting;

static class ParameterTypeCheck
{
    /// <summary>What is wrong with a value that is not of its parameter's type, or null; a sensitive value is not repeated.</summary>
    public static string? Mistake(string name, string id, ParameterType type, bool sensitive, string value)
    {
        var valid = type switch
        {
            ParameterType.Number => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            ParameterType.Boolean => value is "true" or "false",
            _ => true,
        };
        return valid
            ? null
            : $"The parameter '{name}' ({id}) is a {(type == ParameterType.Number ? "number" : "boolean, true or false")}, and its value is '{(sensitive ? "*****" : value)}'.";
    }
}
