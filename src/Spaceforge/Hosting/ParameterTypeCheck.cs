using System.Globalization;

namespace Spaceforge.Hosting;

static class ParameterTypeCheck
{
    /// <summary>Checks a value against its parameter's type. Returns null or a message, which does not contain a sensitive value.</summary>
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
            : $"The parameter '{name}' ({id}) has the value '{(sensitive ? "*****" : value)}'; it must be {(type == ParameterType.Number ? "a number" : "true or false")}.";
    }
}
