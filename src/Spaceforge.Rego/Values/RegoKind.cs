namespace Spaceforge.Rego;

/// <summary>The kinds of values, in the order in which values of different kinds compare.</summary>
public enum RegoKind
{
    /// <summary>null</summary>
    Null,

    /// <summary>true or false</summary>
    Boolean,

    /// <summary>A number: integers of any size are exact.</summary>
    Number,

    /// <summary>A string of Unicode characters.</summary>
    String,

    /// <summary>A list of values.</summary>
    Array,

    /// <summary>Keys of any kind with a value each.</summary>
    Object,

    /// <summary>Values without order and without duplicates.</summary>
    Set,
}
