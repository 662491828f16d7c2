namespace Spaceforge;

/// <summary>An environment variable that a context sets in every hook of a run.</summary>
/// <remarks>
/// It has a literal <see cref="Value"/> or takes its value from a parameter, never both:
/// <code>
/// Env = [Variable.From("API_KEY", ApiKey), new("API_ENDPOINT", "https://api.example.com")]
/// </code>
/// The platform replaces <c>${OTHER}</c> inside a value by that variable, and takes no line breaks.
/// </remarks>
/// <param name="Key">The name of the variable, for instance <c>API_KEY</c>.</param>
/// <param name="Value">The literal value, or null where <see cref="ValueFromParameter"/> gives it.</param>
public sealed record Variable(string Key, string? Value = null)
{
    /// <summary>The parameter that gives the value, or null where <see cref="Value"/> does.</summary>
    public ParameterReference? ValueFromParameter { get; init; }

    /// <summary>
    /// Whether the value is a secret that the platform hides. Left out, it is one where the parameter that gives the value is
    /// sensitive.
    /// </summary>
    public bool? Sensitive { get; init; }

    /// <summary>A variable that holds what the installer fills in for a parameter.</summary>
    /// <param name="key">The name of the variable, for instance <c>API_KEY</c>.</param>
    /// <param name="parameter">The parameter, or its id or name.</param>
    public static Variable From(string key, ParameterReference parameter) => new(key) { ValueFromParameter = parameter };
}
