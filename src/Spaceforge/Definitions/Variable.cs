namespace Spaceforge;

/// <summary>An environment variable that a context sets for every hook of a run.</summary>
/// <remarks>
/// It has either a literal <see cref="Value"/> or the value of a parameter, never both:
/// <code>
/// Env = [Variable.From("API_KEY", ApiKey), new("API_ENDPOINT", "https://api.example.com")]
/// </code>
/// The platform replaces <c>${OTHER}</c> in a value with that variable, and does not accept line breaks.
/// </remarks>
/// <param name="Key">The name of the variable, for example <c>API_KEY</c>.</param>
/// <param name="Value">The literal value, or null if <see cref="ValueFromParameter"/> is set.</param>
public sealed record Variable(string Key, string? Value = null)
{
    /// <summary>The parameter that provides the value, or null if <see cref="Value"/> is set.</summary>
    public ParameterReference? ValueFromParameter { get; init; }

    /// <summary>
    /// Whether the value is a secret that the platform hides. If null, the variable is sensitive if its parameter
    /// is.
    /// </summary>
    public bool? Sensitive { get; init; }

    /// <summary>Creates a variable that carries the value of a parameter.</summary>
    /// <param name="key">The name of the variable, for example <c>API_KEY</c>.</param>
    /// <param name="parameter">The parameter, or its id or name.</param>
    public static Variable From(string key, ParameterReference parameter) => new(key) { ValueFromParameter = parameter };
}
