using Spaceforge.Hooks;

namespace Spaceforge.Validation;

/// <summary>Messages about violated rules, shared by generate and the analyzers.</summary>
static class RuleTexts
{
    public const string OptionalWithoutDefault = "It is not required and has no default; give it a default or make it required.";
    public const string VariableWithBoth = "It has both a value and a parameter; remove one of them.";
    public const string VariableWithoutValue = "It has no value; give it a value, or a parameter to take it from.";
    public const string MountedPath =
        "The path is not a file in the workspace; use one below /mnt/workspace/ without '..', for example tmp/config.json.";

    /// <param name="value">The default.</param>
    /// <param name="secret">Whether the parameter is sensitive. A secret default is an error of its own, but must not be printed.</param>
    public static string RequiredWithDefault(string value, bool secret) =>
        $"It is required and has the default '{Shown(value, secret)}'; remove one of them.";

    public static string DefaultType(ParameterType parameter, ParameterType given, string value, bool secret) =>
        $"The parameter is a {Name(parameter)} and its default is the {Name(given)} '{Shown(value, secret)}'; "
        + $"write {Example(parameter)}, or make the parameter a {Name(given)}.";

    public static string DefaultNotFinite(string value, bool secret) => $"The default '{Shown(value, secret)}' is not a finite number.";

    public static string UnknownParameter(string reference, IReadOnlyCollection<string> ids) =>
        $"Unknown parameter '{reference}'; "
        + (ids.Count == 0 ? "the plugin has no parameters." : $"the plugin has {string.Join(", ", ids.Select(id => $"'{id}'"))}.");

    public static string SecretInPlainVariable(string parameter) =>
        $"The parameter '{parameter}' is sensitive and the variable is not, so the platform shows its value; make the variable sensitive.";

    public static string UnknownHook(string phase) =>
        $"Unknown phase '{phase}'" + (HookNames.Suggest(phase) is { } meant
            ? $". Did you mean {meant}?" : $"; use one of {string.Join(", ", HookNames.All)}.");

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
