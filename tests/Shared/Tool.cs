namespace Spaceforge.Tests.Shared;

/// <summary>The tool as somebody with a clone of the repository starts it, in a folder of its own.</summary>
sealed class Tool : IDisposable
{
    public TemporaryFolder Folder { get; } = new();

    public Dictionary<string, string?> Variables { get; } = new()
    {
        ["NO_COLOR"] = null,
        ["SPACELIFT_DEBUG"] = null,
        ["TF_VAR_spacelift_run_id"] = null,
        ["API_TOKEN"] = null,
        ["SECURITY_API_TOKEN"] = null,
    };

    public void Dispose() => Folder.Dispose();

    public CommandLine Command(params string[] arguments) =>
        new(Repository.PathOf("spaceforge"), arguments) { Folder = Folder.Path, Variables = Variables };

    /// <summary>The tool on a terminal, which script(1) makes; what it says on either stream is output.</summary>
    public CommandLine OnTerminal(string arguments) =>
        new("script", "-qec", $"'{Repository.PathOf("spaceforge")}' {arguments}", "/dev/null")
        {
            Folder = Folder.Path,
            Variables = Variables,
        };

    public Task<Outcome> RunAsync(params string[] arguments) => Command(arguments).RunAsync();

    /// <summary>Puts a program on the PATH of what the tool starts.</summary>
    public void Provide(string name, string script)
    {
        Folder.WriteScript($"programs/{name}", script);
        Variables["PATH"] = $"{Folder.PathOf("programs")}:{Environment.GetEnvironmentVariable("PATH")}";
    }
}
