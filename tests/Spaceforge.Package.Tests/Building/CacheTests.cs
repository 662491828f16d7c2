namespace Spaceforge.Package.Tests.Building;

/// <summary>Cached builds are complete, private and bounded in size.</summary>
public sealed class CacheTests(NewUser user) : IDisposable
{
    readonly Author _author = new(user);

    public void Dispose() => _author.Dispose();

    [Fact]
    public async Task What_is_broken_is_built_again()
    {
        _author.Write("plugin.cs", PluginText.With());
        var manifest = await _author.MakeAsync(Author.Full);

        foreach (var file in (string[])["plugin.dll", "Spaceforge.dll", "plugin.cs.GlobalUsings.g.cs", "*.json"])
        {
            var broken = Directory.GetFiles(_author.Cache, file, SearchOption.AllDirectories)
                .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
                    .ToArray();
            Assert.NotEmpty(broken);
            foreach (var path in broken)
            {
                // The same length, but different contents.
                var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
                bytes[bytes.Length / 2] ^= 0xff;
                await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
            }

            Assert.Equal(manifest, await _author.MakeAsync(Author.Full));
            Assert.Equal(manifest, await _author.MakeAsync(null));
        }
    }

    [Fact]
    public async Task Values_of_variables_that_a_build_reads_are_not_kept()
    {
        const string secret = "hunter2hunter2";
        _author.Write("plugin.cs", PluginText.With());
        _author.Write(
            "Directory.Build.props", "<Project><PropertyGroup><FeedPassword>$(FEED_PASSWORD)</FeedPassword></PropertyGroup></Project>");
        _author.Variables["FEED_PASSWORD"] = secret;
        await _author.MakeAsync(Author.Full);
        await _author.MakeAsync(null);

        var entry = await File.ReadAllTextAsync(Assert.Single(_author.Entries).FullName, TestContext.Current.CancellationToken);
        Assert.Contains("FEED_PASSWORD", entry, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_that_build_the_same_plugin_at_once_give_the_same()
    {
        _author.Write("plugin.cs", PluginText.With());
        await _author.MakeAsync(Author.Full);
        _author.Write("plugin.cs", PluginText.With(declarations: "public override string Author => \"edited\";"));

        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _author.RunAsync("generate", "-o", "-")));

        Assert.All(made, outcome => Assert.Contains("\nauthor: edited\n", outcome.ShouldExit(0).Output, StringComparison.Ordinal));
        Assert.Equal(made[0].Output, await _author.MakeAsync(null));
    }

    [Fact]
    public async Task A_tool_that_is_killed_leaves_nothing_that_is_used()
    {
        _author.Write("plugin.cs", PluginText.With());
        using (var process = _author.Command("generate").Start())
        {
            await Wait.UntilAsync(
                () => Directory.Exists(_author.Cache)
                    && Directory.GetFiles(_author.Cache, "project.assets.json", SearchOption.AllDirectories).Length > 0,
                "the restore of the plugin");
            process.Kill(entireProcessTree: true);
            await Wait.ForAsync(process.WaitForExitAsync(TestContext.Current.CancellationToken), "the end of the killed tool");
        }

        Assert.Empty(_author.Entries);
        Assert.Contains("name: my-plugin\n", await _author.MakeAsync(Author.Full), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_shown_cleaned_and_cleared()
    {
        foreach (var name in (string[])["a", "b"]) _author.Write($"{name}/plugin.cs", PluginText.With());
        (await _author.RunAsync("generate", "*/plugin.cs")).ShouldExit(0);

        var folder = Path.Combine(_author.Cache, "spaceforge");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        var shown = (await _author.RunAsync("cache")).ShouldExit(0).Output.Split('\n');
        Assert.StartsWith($"{folder}: 2 plugins, ", shown[0], StringComparison.Ordinal);
        Assert.EndsWith(_author.PathOf("a/plugin.cs"), shown[1], StringComparison.Ordinal);
        Assert.EndsWith(_author.PathOf("b/plugin.cs"), shown[2], StringComparison.Ordinal);

        // A full build removes stale builds.
        Age(TimeSpan.FromDays(31));
        _author.Write("c/plugin.cs", PluginText.With());
        (await _author.RunAsync("generate", "c/plugin.cs")).ShouldExit(0);
        Assert.Contains(": 1 plugin, ", (await _author.RunAsync("cache")).ShouldExit(0).Output, StringComparison.Ordinal);

        // Above the limit, it removes everything that is not in use.
        Age(TimeSpan.FromHours(2));
        _author.Variables["SPACEFORGE_CACHE_SIZE"] = "0";
        _author.Write("d/plugin.cs", PluginText.With());
        (await _author.RunAsync("generate", "d/plugin.cs")).ShouldExit(0);
        Assert.EndsWith(_author.PathOf("d/plugin.cs"), Assert.Single(
            (await _author.RunAsync("cache")).ShouldExit(0).Output.TrimEnd().Split('\n').Skip(1)), StringComparison.Ordinal);

        Assert.StartsWith(
            "Removed 1 plugin, ", (await _author.RunAsync("cache", "--clear")).ShouldExit(0).Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    /// <summary>Backdates the last use of the cached builds.</summary>
    void Age(TimeSpan time)
    {
        foreach (var entry in _author.Entries)
        {
            entry.LastWriteTimeUtc = DateTime.UtcNow - time;
        }
    }
}
