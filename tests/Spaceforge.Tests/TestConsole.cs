using Spaceforge.Hosting;

namespace Spaceforge.Tests;

/// <summary>A console and an environment of a test's own.</summary>
sealed class TestConsole
{
    readonly StringWriter _output = new() { NewLine = "\n" };
    readonly StringWriter _error = new() { NewLine = "\n" };

    public Dictionary<string, string> Variables { get; } = [];

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public HostEnvironment Create(bool terminal = false) => new()
    {
        Output = TextWriter.Synchronized(_output),
        Error = TextWriter.Synchronized(_error),
        ErrorIsTerminal = terminal,
        Env = new EnvironmentVariables(Variables),
    };

    public Task<int> RunAsync<T>(params string[] args)
        where T : SpaceforgePlugin, new() => new PluginHost(typeof(T), () => new T(), Create()).RunAsync(args);
}
