namespace Spaceforge;

/// <summary>
/// Refers to the parameter that a variable or a webhook takes its value from. Use the <see cref="Spaceforge.Parameter"/> itself,
/// which the compiler checks, or its id or name, which is checked when the manifest is generated.
/// </summary>
public readonly record struct ParameterReference
{
    ParameterReference(Parameter? parameter, string idOrName) => (Parameter, IdOrName) = (parameter, idOrName);

    /// <summary>The parameter, if the reference was created from one.</summary>
    public Parameter? Parameter { get; }

    /// <summary>The given id or name. For a reference to an object: its id, or its name if it has no id.</summary>
    public string IdOrName => field ?? "";

    /// <summary>Refers to a parameter of the same plugin.</summary>
    public static implicit operator ParameterReference(Parameter parameter) => new(parameter, parameter.Id ?? parameter.Name);

    /// <summary>Refers to a parameter by its id or, if no id matches, by its name.</summary>
    public static implicit operator ParameterReference(string idOrName) => new(null, idOrName);

    /// <inheritdoc/>
    public override string ToString() => IdOrName;
}
