using Spaceforge.Hooks;

namespace Spaceforge.Validation;

/// <summary>What is said where a rule is broken, the same at generate time and in the editor.</summary>
static class RuleTexts
{
    public const string OptionalWithoutDefault = "It is not required and has no default; give it a default, or make it required.";
    public const string VariableWithBoth = "It has a value and a parameter that gives it another; keep one.";
    public const string VariableWithoutValue = "It has no value; give it one, or the parameter that it takes it from.";
    public const string MountedPath = "The path names no file in the workspace; write one below /mnt/workspace/ without '..', for instance tmp/config.json.";

    /// <param name="value">The default.</param>
    /// <param name="secret">Whether the parameter is sensitive: a secret default is a mistake of its own, but no reason to print it.</param>
    public static string RequiredWithDefault(string value, bool secret) =>
        $"It is required and has the default '{Shown(value, secret)}'; take one of them away.";

    public static string DefaultType(ParameterType parameter, ParameterType given, string value, bool secret) =>
        $"The parameter is a {Name(parameter)} and its default is the {Name(given)} '{Shown(value, secret)}'; "
        + $"write {Example(parameter)}, or make the parameter a {Name(given)}.";

    public static string DefaultNotFinite(string value, bool secret) => $"The default '{Shown(value, secret)}' is no finite number.";

    public static string UnknownParameter(string reference, IReadOnlyCollection<string> ids) =>
        $"There is no parameter '{reference}'; "
        + (ids.Count == 0 ? "the plugin has no parameters." : $"there are {string.Join(", ", ids.Select(id => $"'{id}'"))}.");

    public static string SecretInPlainVariable(string parameter) =>
        $"The parameter '{parameter}' is sensitive and the variable is not, so the platform shows its value; make the variable sensitive.";

    public static string UnknownHook(string phase) =>
        $"There is no phase '{phase}'; " + (HookNames.Suggest(phase) is { } meant ? $"is it {meant}?" : $"there are {string.Join(", ", HookNames.All)}.");

    static string Shown(string value, bool secret) => secret ? "*****" : value;

    static string Name(ParameterType type) => type switch
    {
        ParameterType.Number => "number",
        ParameterType.Boolean => "boolean",
        _ => "string",
    };

    static string Example(ParameterType type) => type switch
    {
        ParameterType.Number => "a number without quotes",
        ParameterType.Boolean => "true or false without quotes",
        _ => "it in quotes",
    };
}
