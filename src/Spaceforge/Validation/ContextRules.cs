using Spaceforge.Definitions;
using Spaceforge.Hooks;
using Spaceforge.Model;

namespace Spaceforge.Validation;

static class ContextRules
{
    public static void Check(PluginDefinition definition, ParameterTable parameters, Findings findings)
    {
        var priorities = ContextPriorities.Of(definition.Contexts);
        if (priorities.Count > ContextPriorities.Most)
        {
            findings.Add(Rules.TooManyPriorities, "contexts", null,
                $"They have {priorities.Count} different priorities; the order is encoded in one letter, so use at most "
                + $"{ContextPriorities.Most}, including 0, which the plugin's main context has.");
        }

        var contexts = definition.AllContexts;
        for (var i = 0; i < contexts.Count; i++)
        {
            var context = contexts[i];
            var place = $"contexts[{i}]";
            // The generated context has the plugin's name, which another rule checks.
            if (string.IsNullOrWhiteSpace(context.NamePrefix) && context != definition.AddedContext)
            {
                findings.Add(Rules.ContextName, place, null, "The name is empty; set one, for example my-plugin.");
            }

            CheckVariables(context, place, definition, parameters, findings);
            CheckHooks(context, place, findings);
        }
    }

    /// <summary>Whether shells can read a variable with that name.</summary>
    public static bool IsPortable(string key) => PortableWord.Is(key, front: "_", marks: "_") && !char.IsAsciiDigit(key[0]);

    static void CheckVariables(
        Context context, string contextPlace, PluginDefinition definition, ParameterTable parameters, Findings findings)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < context.Env.Count; i++)
        {
            var variable = context.Env[i];
            var place = $"{contextPlace}.env[{i}]";
            CheckKey(variable.Key, place, findings);
            if (!keys.Add(variable.Key))
            {
                findings.Add(Rules.VariableTwice, place, variable.Key, "The context already sets this variable; remove one of them.");
            }

            switch (variable)
            {
                case { Value: not null, ValueFromParameter: not null }:
                    findings.Add(Rules.VariableWithBoth, place, variable.Key, RuleTexts.VariableWithBoth);
                    break;

                case { Value: null, ValueFromParameter: null }:
                    findings.Add(Rules.VariableWithoutValue, place, variable.Key, RuleTexts.VariableWithoutValue);
                    break;
            }

            if (variable.Value?.AsSpan().ContainsAny('\n', '\r', '\0') == true)
            {
                findings.Add(Rules.VariableNewline, place, variable.Key,
                    "The value has a line break, which the platform does not allow in a variable; mount it as a file, or encode it as Base64.");
            }

            if (variable.ValueFromParameter is { } reference
                && ReferenceRules.Resolve(reference, definition, parameters, place, variable.Key, findings) is { } parameter)
            {
                CheckSource(variable, parameter, parameters, place, findings);
            }
        }
    }

    static void CheckKey(string key, string place, Findings findings)
    {
        if (string.IsNullOrEmpty(key) || key.Contains('=', StringComparison.Ordinal)
            || key.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            findings.Add(Rules.VariableKey, place, key, "A variable's key must be a word without spaces and '=', for example API_KEY.");
        }
        else if (!IsPortable(key))
        {
            findings.Add(Rules.VariableKeyNotPortable, place, key,
                "Shells only read variables that consist of letters, digits and '_' and do not start with a digit.");
        }
    }

    static void CheckSource(Variable variable, Parameter parameter, ParameterTable parameters, string place, Findings findings)
    {
        if (parameter.Sensitive && !parameters.IsSensitive(variable))
        {
            findings.Add(Rules.SecretInPlainVariable, place, variable.Key, RuleTexts.SecretInPlainVariable(parameter.Name));
        }

        if (parameter.Default?.Text.AsSpan().ContainsAny('\n', '\r') == true)
        {
            findings.Add(Rules.DefaultNewline, place, variable.Key,
                $"The default of '{parameter.Name}' has a line break, which the platform does not allow in a variable.");
        }
    }

    static void CheckHooks(Context context, string contextPlace, Findings findings)
    {
        foreach (var (phase, commands) in context.Hooks.ByPhase)
        {
            var place = $"{contextPlace}.hooks.{phase}";
            if (HookNames.Parse(phase) is null)
            {
                findings.Add(Rules.UnknownHook, place, context.NamePrefix, RuleTexts.UnknownHook(phase));
            }

            for (var i = 0; i < commands.Count; i++)
            {
                var command = commands[i];
                if (CommandText.Check(command) is { } broken)
                {
                    findings.Add(broken.Rule, $"{place}[{i}]", context.NamePrefix, broken.Message);
                }
            }
        }
    }
}
