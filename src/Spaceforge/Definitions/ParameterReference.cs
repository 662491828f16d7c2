namespace Spaceforge;

/// <summary>
/// Names the parameter that a variable or a webhook takes its value from. Give the <see cref="Spaceforge.Parameter"/> itself,
/// which the compiler checks, or its id or name, which is checked when the manifest is made.
/// </summary>
public readonly record struct ParameterReference
{
    ParameterReference(Parameter? parameter, string idOrName) => (Parameter, IdOrName) = (parameter, idOrName);

    /// <summary>The parameter, where the reference was made from one.</summary>
    public Parameter? Parameter { get; }

    /// <summary>The id or name that was given; for a reference to an object its id, or its name where it has none.</summary>
    public string IdOrName => field ?? "";

    /// <summary>Refers to a parameter of the same plugin.</summary>
    public static implicit operator ParameterReference(Parameter parameter) => new(parameter, parameter.Id ?? parameter.Name);

    /// <summary>Refers to a parameter by its id or, where no id is equal, its name.</summary>
    public static implicit operator ParameterReference(string idOrName) => new(null, idOrName);

    /// <inheritdoc/>
    public override string ToString() => IdOrName;
}
