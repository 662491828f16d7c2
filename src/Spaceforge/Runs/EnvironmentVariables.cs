namespace Spaceforge;

/// <summary>The environment variables of a run.</summary>
public sealed class EnvironmentVariables
{
    readonly IDictionary<string, string>? _own;

    /// <param name="own">Variables that replace those of the process, for a plugin that shares the process.</param>
    internal EnvironmentVariables(IDictionary<string, string>? own = null) => _own = own;

    /// <summary>The value of a variable that must be set.</summary>
    /// <param name="name">The variable's name, case-sensitive.</param>
    /// <exception cref="PluginFailedException">The variable is not set.</exception>
    public string this[string name] =>
        Get(name) ?? throw new PluginFailedException(
            $"The environment variable '{name}' is not set. Declare it in one of the plugin's contexts, or read it with Get.");

    /// <summary>The value of a variable, or null if it is not set.</summary>
    /// <param name="name">The variable's name, case-sensitive.</param>
    public string? Get(string name) => _own is null ? Environment.GetEnvironmentVariable(name)
        : _own.TryGetValue(name, out var value) ? value
        : null;

    /// <summary>The value of a variable, or a fallback if it is not set.</summary>
    /// <param name="name">The variable's name, case-sensitive.</param>
    /// <param name="fallback">The value to return if the variable is not set.</param>
    public string Get(string name, string fallback) => Get(name) ?? fallback;

    /// <summary>The variables that replace those of the process, or null if commands inherit the process's.</summary>
    internal IEnumerable<KeyValuePair<string, string>>? Own => _own;

    /// <summary>Sets a variable for the plugin and the commands that it runs.</summary>
    internal void Set(string name, string value)
    {
        if (_own is null) Environment.SetEnvironmentVariable(name, value);
        else _own[name] = value;
    }

    /// <summary>Whether debug lines are enabled.</summary>
    internal bool Debug => Get("SPACELIFT_DEBUG") is { Length: > 0 } value
        && !value.Equals("false", StringComparison.OrdinalIgnoreCase) && value != "0";
}
