namespace Spaceforge.Tests.Shared;

/// <summary>The tool as somebody with a clone of the repository starts it, in a folder of its own.</summary>
sealed class Tool : IDisposable
{
    const string Nobody = "65534";

    /// <summary>The user who starts the tool. Root can also run it as another user.</summary>
    public static TheoryData<string> Users => Environment.UserName == "root" ? ["root", "nobody"] : ["this user"];

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

    /// <summary>The command that starts the tool as a user, who then owns its folder.</summary>
    /// <param name="user"><c>nobody</c>, or anything else for this user.</param>
    public async Task<string[]> OfUserAsync(string user)
    {
        if (user != "nobody") return [Repository.PathOf("spaceforge")];

        (await new CommandLine("chown", "-R", $"{Nobody}:{Nobody}", Folder.Path).RunAsync()).ShouldExit(0);
        string[] start =
        [
            "setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "env", $"HOME={Folder.Path}",
            "dotnet", "exec", Repository.PathOf("artifacts", "bin", "Spaceforge.Cli", "release", "spaceforge-cli.dll"),
        ];
        if ((await new CommandLine(start[0], [.. start[1..], "--version"]).RunAsync()).ExitCode != 0)
        {
            Assert.Skip("Another user can neither become nor read the tool.");
        }

        return start;
    }

    public Task<Outcome> RunAsync(params string[] arguments) => Command(arguments).RunAsync();

    /// <summary>Puts a program on the PATH of what the tool starts.</summary>
    public void Provide(string name, string script)
    {
        Folder.WriteScript($"programs/{name}", script);
        Variables["PATH"] = $"{Folder.PathOf("programs")}:{Environment.GetEnvironmentVariable("PATH")}";
    }
}
