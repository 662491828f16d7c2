namespace Spaceforge.Package.Tests;

/// <summary>A user with the .NET SDK, empty caches, an empty folder and the packed packages.</summary>
public sealed class NewUser : IAsyncLifetime
{
    static readonly string Packages = Repository.PathOf("artifacts", "packages");

    internal TemporaryFolder Home { get; } = new();

    internal string Tool => Home.PathOf("tools", "spaceforge");

    /// <summary>The native compiler in the tool's package.</summary>
    internal string Compiler => Directory.GetFiles(Home.PathOf("tools"), "spaceforge-compiler", SearchOption.AllDirectories).Single();

    /// <summary>Uses a local folder as the feed for the packed packages.</summary>
    internal Dictionary<string, string?> Variables => new()
    {
        ["HOME"] = Home.Path,
        ["DOTNET_CLI_HOME"] = Home.Path,
        ["XDG_CACHE_HOME"] = null,
        ["XDG_DATA_HOME"] = null,
        ["NUGET_PACKAGES"] = Home.PathOf("packages"),
        ["RestoreAdditionalProjectSources"] = Packages,
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "true",
        ["NO_COLOR"] = null,
        ["CI"] = null,
        ["API_KEY"] = null,
        ["PATH"] = $"{Home.PathOf("tools")}:{Home.PathOf("programs")}:{Environment.GetEnvironmentVariable("PATH")}",
    };

    public async ValueTask InitializeAsync()
    {
        Assert.True(
            File.Exists(Path.Combine(Packages, "Spaceforge.Cli.1.0.0.nupkg")), "The packages are not there; run ./build pack tool.");
        (await RunAsync("dotnet", "tool", "install", "Spaceforge.Cli", "--version", "1.0.0", "--tool-path", Home.PathOf(
            "tools"), "--add-source", Packages)).ShouldExit(0);
    }

    public ValueTask DisposeAsync()
    {
        Home.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Task<Outcome> RunAsync(string program, params string[] arguments) => RunInAsync(Home.Path, program, arguments);

    internal Task<Outcome> RunInAsync(string folder, string program, params string[] arguments) =>
        new CommandLine(program, arguments) { Folder = folder, Variables = Variables }.RunAsync();

    /// <summary>A folder with the quick start plugin from the README.</summary>
    internal string QuickStart(string name)
    {
        Home.Write($"{name}/plugin.cs", File.ReadAllText(Repository.PathOf("samples", "quickstart", "plugin.cs")));
        Home.WriteScript("programs/my-security-tool", "echo \"scanning $2 with ${#API_KEY} characters of key\"; exit ${SCAN_RESULT:-0}");
        return Home.PathOf(name);
    }
}
