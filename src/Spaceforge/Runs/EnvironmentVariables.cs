namespace Spaceforge;

/// <summary>The environment variables of a run.</summary>
public sealed class EnvironmentVariables
{
    readonly IDictionary<string, string>? _own;

    /// <param name="own">Variables that stand for those of the process, for a plugin that does not have the process to itself.</param>
    internal EnvironmentVariables(IDictionary<string, string>? own = null) => _own = own;

    /// <summary>The value of a variable that must be there.</summary>
    /// <param name="name">The variable's name; upper and lower case differ.</param>
    /// <exception cref="PluginFailedException">The variable is not set.</exception>
    public string this[string name] =>
        Get(name) ?? throw new PluginFailedException(
            $"The environment variable '{name}' is not set. Declare it in a context of the plugin, or read it with Get.");

    /// <summary>The value of a variable, or null where it is not set.</summary>
    /// <param name="name">The variable's name; upper and lower case differ.</param>
    public string? Get(string name) => _own is null ? Environment.GetEnvironmentVariable(name)
        : _own.TryGetValue(name, out var value) ? value
        : null;

    /// <summary>The value of a variable, or another one where it is not set.</summary>
    /// <param name="name">The variable's name; upper and lower case differ.</param>
    /// <param name="fallback">The value where the variable is not set.</param>
    public string Get(string name, string fallback) => Get(name) ?? fallback;

    /// <summary>The variables that stand for those of the process, or null where commands just inherit.</summary>
    internal IEnumerable<KeyValuePair<string, string>>? Own => _own;

    /// <summary>Sets a variable for the plugin and for the commands it runs.</summary>
    internal void Set(string name, string value)
    {
        if (_own is null) Environment.SetEnvironmentVariable(name, value);
        else _own[name] = value;
    }

    /// <summary>Whether debug lines are asked for.</summary>
    internal bool Debug => Get("SPACELIFT_DEBUG") is { Length: > 0 } value
        && !value.Equals("false", StringComparison.OrdinalIgnoreCase) && value != "0";
}
