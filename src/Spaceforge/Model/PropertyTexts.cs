namespace Spaceforge.Model;

/// <summary>What is said of a property that cannot be a parameter, at generate time and in the editor.</summary>
static class PropertyTexts
{
    public const string NotSettable = "The value is put into the property before a hook runs; give it get and init, and no static.";

    public const string OptionalWithoutDefault = "It is not required and has no default; give it an initializer, or make it required.";

    public static string WrongType(string type) =>
        $"An installer cannot fill in the type '{type.Split('`', '<')[0]}'; make the property {PropertyType.Known}, or read the value from a string.";
}
