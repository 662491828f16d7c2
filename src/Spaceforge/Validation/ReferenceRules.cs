using Spaceforge.Model;

namespace Spaceforge.Validation;

/// <summary>References to parameters, the same from variables and from webhooks.</summary>
static class ReferenceRules
{
    /// <summary>The parameter that a reference means, or null after telling why it means none.</summary>
    public static Parameter? Resolve(
        ParameterReference reference, PluginDefinition definition, ParameterTable table, string place, string? subject, Findings findings)
    {
        switch (table.Find(reference))
        {
            case [var position]:
                return definition.Parameters[position];

            case []:
                findings.Add(Rules.UnknownParameter, place, subject, RuleTexts.UnknownParameter(reference.IdOrName, table.Ids));
                return null;

            default:
                findings.Add(
                    Rules.AmbiguousParameter, place, subject, $"Several parameters are called '{reference}'; refer to one by its id.");
                return null;
        }
    }
}
