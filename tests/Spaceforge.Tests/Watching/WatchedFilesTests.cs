using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Text;
using Spaceforge.Cli.Watching;

namespace Spaceforge.Tests.Watching;

/// <summary>What counts as a change.</summary>
public sealed class WatchedFilesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly WatchedFiles _files = new();

    public WatchedFilesTests()
    {
        _folder.Write("plugin.cs", "one");
        _folder.Write("lib/part.cs", "one");
        _files.Watch([_folder.Path], []);
    }

    public void Dispose()
    {
        _files.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<string> Saves => [.. SaveKinds.All.Keys];

    [Theory]
    [MemberData(nameof(Saves))]
    public async Task Each_way_of_saving_is_one_change(string kind)
    {
        var next = NextAsync();
        SaveKinds.All[kind](_folder.PathOf("plugin.cs"), "two, and longer");

        Assert.Equal([_folder.PathOf("plugin.cs")], await next);
        await NothingMoreAsync();
    }

    [Fact]
    public async Task Several_files_at_once_are_one_change()
    {
        var next = NextAsync();
        _folder.Write("plugin.cs", "two");
        _folder.Write("lib/part.cs", "two");
        _folder.Write("new/deep/part.cs", "two");
        File.Delete(_folder.PathOf("lib", "part.cs"));
        Assert.Equal([_folder.PathOf("lib", "part.cs"), _folder.PathOf("new", "deep", "part.cs"), _folder.PathOf("plugin.cs")], await next);

        next = NextAsync();
        _folder.Write("new/deep/part.cs", "three");
        Assert.Equal([_folder.PathOf("new", "deep", "part.cs")], await next);
        next = NextAsync();
        Directory.Move(_folder.PathOf("new"), _folder.PathOf("moved"));
        Assert.Equal([_folder.PathOf("moved", "deep", "part.cs"), _folder.PathOf("new", "deep", "part.cs")], await next);
        next = NextAsync();
        _folder.Write("moved/deep/part.cs", "four");
        Assert.Equal([_folder.PathOf("moved", "deep", "part.cs")], await next);
    }

    [Fact]
    public async Task What_changes_nothing_or_is_written_by_tools_is_no_change()
    {
        File.SetLastWriteTimeUtc(_folder.PathOf("plugin.cs"), DateTime.UtcNow.AddSeconds(-5));
        _folder.Write("lib/part.cs", "one");
        foreach (var name in (string[])
        [
            "bin/a.dll", "obj/project.assets.json", "artifacts/a.cs", "node_modules/a/index.js", ".git/index", ".vs/a.json", "plugin.cs~",
            ".plugin.cs.swp", "4913", ".#plugin.cs", "#plugin.cs#", "plugin.cs___jb_tmp___", "TestResults/a.trx", "tests/obj/a.cs",
            "report.html", "README.md", "tests/a.received.txt",
        ])
        {
            _folder.Write(name, "made");
        }

        _files.Expect(_folder.PathOf("plugin.yaml"), Encoding.UTF8.GetBytes("name: made"));
        _folder.Write("plugin.yaml", "name: made");
        File.CreateSymbolicLink(_folder.PathOf("link.cs"), _folder.PathOf("lib", "part.cs"));
        Directory.CreateSymbolicLink(_folder.PathOf("all"), "/usr");

        _files.IsBusy = true;
        _folder.Write("packages.lock.json", "{}");
        await NothingMoreAsync();
        _files.TakeWrittenByTools();
        _files.IsBusy = false;
        await NothingMoreAsync();

        // What the tool wrote is a change as soon as it is something else.
        var next = NextAsync();
        _folder.Write("plugin.yaml", "name: another");
        Assert.Equal([_folder.PathOf("plugin.yaml")], await next);
    }

    [Fact]
    public async Task Files_elsewhere_are_watched_and_need_not_exist()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("other.cs", "one");
        File.CreateSymbolicLink(elsewhere.PathOf("link.rego"), elsewhere.Write("real/policy.rego", "one"));
        _files.Watch([_folder.Path], [elsewhere.PathOf("plan.json"), elsewhere.PathOf("link.rego")]);

        var next = NextAsync();
        elsewhere.Write("other.cs", "two");
        elsewhere.Write("plan.json", "{}");
        Assert.Equal([elsewhere.PathOf("plan.json")], await next);
        next = NextAsync();
        elsewhere.Write("real/policy.rego", "two");
        Assert.Equal([elsewhere.PathOf("link.rego")], await next);

        // What is no longer watched has not been removed.
        _files.Watch([_folder.Path], []);
        await NothingMoreAsync();
    }

    [Fact]
    public async Task A_folder_that_is_replaced_is_still_watched()
    {
        var next = NextAsync();
        Directory.Delete(_folder.PathOf("lib"), recursive: true);
        Assert.Equal([_folder.PathOf("lib", "part.cs")], await next);
        next = NextAsync();
        _folder.Write("lib/part.cs", "two");
        Assert.Equal([_folder.PathOf("lib", "part.cs")], await next);
        next = NextAsync();
        _folder.Write("lib/part.cs", "three");
        Assert.Equal([_folder.PathOf("lib", "part.cs")], await next);
    }

    [Fact]
    public async Task A_change_without_an_event_is_found_by_looking()
    {
        // As on file systems that others write to: the kernel tells nothing of what is written through memory.
        using var mapped = MemoryMappedFile.CreateFromFile(_folder.PathOf("plugin.cs"), FileMode.Open);
        using var view = mapped.CreateViewAccessor();
        var next = NextAsync();
        view.Write(0, (byte)'O');
        view.Flush();
        Assert.Equal([_folder.PathOf("plugin.cs")], await next);
    }

    [Fact]
    public async Task Changes_take_no_more_descriptors()
    {
        var before = 0;
        for (var i = 0; i < 100; i++)
        {
            var next = NextAsync();
            _folder.Write($"folder-{i}/a.cs", "one");
            Assert.Single(await next);
            next = NextAsync();
            Directory.Delete(_folder.PathOf($"folder-{i}"), recursive: true);
            Assert.Single(await next);
            if (i == 20) before = Watchers();
        }

        // Tests that run at the same time have a few; other descriptors of the process are theirs as well.
        Assert.InRange(Watchers(), 1, before + 10);

        static int Watchers() => Directory.GetFiles("/proc/self/fd")
            .Count(path => new FileInfo(path).LinkTarget?.Contains("inotify", StringComparison.Ordinal) == true);
    }

    Task<IReadOnlyList<string>> NextAsync() =>
        Wait.ForAsync(_files.NextAsync(TestContext.Current.CancellationToken), "a change");

    /// <summary>A later save is the next change.</summary>
    async Task NothingMoreAsync()
    {
        var next = NextAsync();
        _folder.Write("marker.cs", $"{Stopwatch.GetTimestamp()}");
        Assert.Equal([_folder.PathOf("marker.cs")], await next);
    }
}
