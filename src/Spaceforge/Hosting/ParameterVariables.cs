namespace Spaceforge.Hosting;

/// <summary>The environment variables from which a parameter takes its value outside of a worker.</summary>
static class ParameterVariables
{
    /// <summary>The variables that get the parameter's value on a worker, then the one named like its id in upper case.</summary>
    public static string? Find(string id, IEnumerable<string> keys, Func<string, string?> read) =>
        keys.Append(id.ToUpperInvariant()).FirstOrDefault(name => read(name) is not null);
}
