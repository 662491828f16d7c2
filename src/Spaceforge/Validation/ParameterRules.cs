using System.Globalization;
using Spaceforge.Model;

namespace Spaceforge.Validation;

static class ParameterRules
{
    public static void Check(PluginDefinition definition, ParameterTable table, Findings findings)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var used = Used(definition, table);

        for (var i = 0; i < definition.Parameters.Count; i++)
        {
            var parameter = definition.Parameters[i];
            var place = $"parameters[{i}]";
            if (string.IsNullOrWhiteSpace(parameter.Name))
            {
                findings.Add(Rules.ParameterName, place, parameter.Id, "The name is empty; installers read it next to the field.");
            }
            else if (!names.Add(parameter.Name))
            {
                findings.Add(Rules.ParameterNameTwice, place, parameter.Name,
                    "Another parameter has this name, so installers cannot tell them apart.");
            }

            if (string.IsNullOrWhiteSpace(table.Ids[i]))
            {
                findings.Add(Rules.ParameterId, place, parameter.Name, "The id is empty; leave it out to derive it from the name.");
            }
            else if (!ids.Add(table.Ids[i]))
            {
                findings.Add(
                    Rules.ParameterId, place, parameter.Name, $"Another parameter has the id '{table.Ids[i]}'; give each one its own id.");
            }

            CheckDefault(parameter, place, findings);
            if (!used.Contains(i))
            {
                findings.Add(Rules.ParameterUnused, place, parameter.Name,
                    "No variable or webhook uses it, so no hook can read it; use it in a variable of a context.");
            }
        }
    }

    static void CheckDefault(Parameter parameter, string place, Findings findings)
    {
        if (parameter.Default is not { } value)
        {
            if (!parameter.Required) findings.Add(Rules.OptionalWithoutDefault, place, parameter.Name, RuleTexts.OptionalWithoutDefault);
            return;
        }

        if (parameter.Required)
        {
            findings.Add(Rules.RequiredWithDefault, place, parameter.Name, RuleTexts.RequiredWithDefault(value.Text, parameter.Sensitive));
        }

        if (value.Type != parameter.Type)
        {
            findings.Add(Rules.DefaultType, place, parameter.Name, RuleTexts.DefaultType(
                parameter.Type, value.Type, value.Text, parameter.Sensitive));
        }
        else if (value.Type == ParameterType.Number
            && !(double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)))
        {
            findings.Add(Rules.DefaultType, place, parameter.Name, RuleTexts.DefaultNotFinite(value.Text, parameter.Sensitive));
        }
    }

    static List<int> Used(PluginDefinition definition, ParameterTable table)
    {
        var used = new List<int>();
        foreach (var context in definition.AllContexts)
        {
            foreach (var variable in context.Env) Add(variable.ValueFromParameter);
        }

        foreach (var webhook in definition.Webhooks) Add(webhook.SecretFromParameter);
        return used;

        void Add(ParameterReference? reference)
        {
            if (reference is { } given) used.AddRange(table.Find(given));
        }
    }
}
