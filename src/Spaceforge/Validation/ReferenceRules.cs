using Spaceforge.Model;

namespace Spaceforge.Validation;

/// <summary>Rules for references to parameters, from variables and webhooks.</summary>
static class ReferenceRules
{
    /// <summary>The parameter that a reference refers to, or null after reporting why there is none.</summary>
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
                    Rules.AmbiguousParameter, place, subject, $"Several parameters are named '{reference}'; refer to one by its id.");
                return null;
        }
    }
}
