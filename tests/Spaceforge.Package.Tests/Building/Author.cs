namespace Spaceforge.Package.Tests.Building;

/// <summary>An author who works on one plugin with the installed tool and a separate build cache.</summary>
sealed class Author : IDisposable
{
    readonly NewUser _user;

    public Author(NewUser user)
    {
        _user = user;
        Variables = new(user.Variables) { ["XDG_CACHE_HOME"] = Cache, ["SPACEFORGE_NO_CACHE"] = null };
    }

    public TemporaryFolder Folder { get; } = new();

    public string Cache => Folder.PathOf("cache");

    /// <summary>The cached builds.</summary>
    public FileInfo[] Entries =>
        new DirectoryInfo(Path.Combine(Cache, "spaceforge", "plugins"))
            .GetFiles("*.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 });

    public Dictionary<string, string?> Variables { get; }

    public void Dispose() => Folder.Dispose();

    public void Write(string name, string text) => Folder.Write($"work/{name}", text);

    public string PathOf(string name) => Folder.PathOf("work", name);

    public CommandLine Command(params string[] arguments) =>
        new(_user.Tool, arguments) { Folder = Folder.PathOf("work"), Variables = Variables };

    public Task<Outcome> RunAsync(params string[] arguments) => Command(arguments).RunAsync();

    /// <summary>Generates the manifest and checks how its program was built.</summary>
    /// <param name="how">The expected build step, or none if nothing is built.</param>
    public async Task<string> MakeAsync(string? how)
    {
        var made = (await RunAsync("generate", "-o", "-", "--timings")).ShouldExit(0);
        foreach (var step in (string[])[Native, Sdk, Full])
        {
            Assert.True(made.Error.Contains(step, StringComparison.Ordinal) == (step == how), $"Not '{how}':\n{made.Error}");
        }
        return made.Output;
    }

    public const string Native = "compile natively";
    public const string Sdk = "compile with the SDK";
    public const string Full = "build with the SDK";

    /// <summary>The result of a full build without a cache: the manifest, and then a hook's output.</summary>
    public async Task<(Outcome Made, Outcome Ran)> BuildFreshAsync()
    {
        var variables = new Dictionary<string, string?>(Variables) { ["XDG_CACHE_HOME"] = Folder.PathOf("empty") };
        var made = await (Command("generate", "-o", "-") with { Variables = variables }).RunAsync();
        var ran = made.ExitCode == 0 ? await (Command("run", "after_plan") with { Variables = variables }).RunAsync() : made;
        Directory.Delete(Folder.PathOf("empty"), recursive: true);
        return (made, ran);
    }
}
