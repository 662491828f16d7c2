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

    public HostConsole Create(bool terminal = false) => new(
        TextWriter.Synchronized(_output), TextWriter.Synchronized(_error), terminal,
        new EnvironmentVariables(Variables.GetValueOrDefault, (name, value) => Variables[name] = value));

    public Task<int> RunAsync<T>(params string[] args)
        where T : SpaceforgePlugin, new() => new PluginHost(typeof(T), () => new T(), Create()).RunAsync(args);
}
