namespace Spaceforge;

/// <summary>The environment variables of a run.</summary>
public sealed class EnvironmentVariables
{
    readonly Func<string, string?> _get;
    readonly Action<string, string> _set;

    internal EnvironmentVariables(Func<string, string?> get, Action<string, string> set) => (_get, _set) = (get, set);

    /// <summary>The value of a variable that must be there.</summary>
    /// <param name="name">The variable's name; upper and lower case differ.</param>
    /// <exception cref="PluginFailedException">The variable is not set.</exception>
    public string this[string name] =>
        Get(name) ?? throw new PluginFailedException(
            $"The environment variable '{name}' is not set. Declare it in a context of the plugin, or read it with Get.");

    /// <summary>The value of a variable, or null where it is not set.</summary>
    /// <param name="name">The variable's name; upper and lower case differ.</param>
    public string? Get(string name) => _get(name);

    /// <summary>The value of a variable, or another one where it is not set.</summary>
    /// <param name="name">The variable's name; upper and lower case differ.</param>
    /// <param name="fallback">The value where the variable is not set.</param>
    public string Get(string name, string fallback) => _get(name) ?? fallback;

    /// <summary>The variables of this process, which the commands it runs inherit.</summary>
    internal static EnvironmentVariables OfProcess() => new(Environment.GetEnvironmentVariable, Environment.SetEnvironmentVariable);

    internal void Set(string name, string value) => _set(name, value);

    /// <summary>The id of the run, or null in a local run.</summary>
    internal string? RunId => Get("TF_VAR_spacelift_run_id");

    /// <summary>Whether debug lines are asked for.</summary>
    internal bool Debug => Get("SPACELIFT_DEBUG") is { Length: > 0 } value
        && !value.Equals("false", StringComparison.OrdinalIgnoreCase) && value != "0";
}
