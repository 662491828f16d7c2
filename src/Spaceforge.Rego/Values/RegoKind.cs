namespace Spaceforge.Rego;

/// <summary>The kinds of values, in their sort order.</summary>
public enum RegoKind
{
    /// <summary>null</summary>
    Null,

    /// <summary>true or false</summary>
    Boolean,

    /// <summary>A number; integers of any size are exact.</summary>
    Number,

    /// <summary>A Unicode string.</summary>
    String,

    /// <summary>A list of values.</summary>
    Array,

    /// <summary>A map from keys of any kind to values.</summary>
    Object,

    /// <summary>An unordered collection without duplicates.</summary>
    Set,
}
