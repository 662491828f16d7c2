using Spaceforge.Model;

namespace Spaceforge.Validation;

/// <summary>Rules for parameter properties; what they declare is checked like any other parameter.</summary>
static class PropertyRules
{
    public static void Check(string className, IReadOnlyList<ParameterProperty> properties, Findings findings)
    {
        foreach (var property in properties)
        {
            var place = $"{className}.{property.Property.Name}";
            if (!property.HasKnownType)
            {
                findings.Add(
                    Rules.PropertyType, place, property.Parameter.Name, PropertyTexts.WrongType(property.Property.PropertyType.Name));
            }

            if (property.Parameter.Default is { } value && PropertyValues.Names(property.Property) is { Count: > 0 } names
                && !names.Contains(value.Text))
            {
                findings.Add(
                    Rules.DefaultType, place, property.Parameter.Name, $"The default '{value}' is not one of {string.Join(", ", names)}.");
            }

            if (!property.CanBeSet) findings.Add(Rules.PropertyNotSettable, place, property.Parameter.Name, PropertyTexts.NotSettable);
        }
    }
}
