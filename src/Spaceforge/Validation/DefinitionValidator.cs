using Spaceforge.Model;

namespace Spaceforge.Validation;

/// <summary>Checks a definition against everything that the platform or the manifest's schema would reject.</summary>
/// <remarks>
/// Rules use loops with counters instead of LINQ's <c>Index</c>: every start of a plugin that is built from source would load its
/// generic types again, once per item type.
/// </remarks>
static class DefinitionValidator
{
    public static void Check(PluginDefinition definition, Findings findings)
    {
        var parameters = new ParameterTable(definition.Parameters);
        MetadataRules.Check(definition, findings);
        PropertyRules.Check(definition.ClassName, definition.Properties, findings);
        ParameterRules.Check(definition, parameters, findings);
        ContextRules.Check(definition, parameters, findings);
        MountedFileRules.Check(definition, findings);
        BinaryRules.Check(definition, findings);
        PolicyRules.Check(definition, findings);
        WebhookRules.Check(definition, parameters, findings);
        TextRules.Check(definition, findings);
    }
}
