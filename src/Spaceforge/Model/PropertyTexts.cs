namespace Spaceforge.Model;

/// <summary>Messages about properties that cannot be parameters, shared by generate and the analyzers.</summary>
static class PropertyTexts
{
    public const string NotSettable = "The value is assigned to the property before a hook runs; give it get and init accessors, and do not make it static.";

    public const string OptionalWithoutDefault = "It is not required and has no default; give it an initializer, or make it required.";

    public static string WrongType(string type) =>
        $"Parameters cannot have the type '{type.Split('`', '<')[0]}'; make the property {PropertyType.Known}, or parse the value from a string.";
}
