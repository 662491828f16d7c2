using Spaceforge.Sources;
using Spaceforge.Validation;

namespace Spaceforge.Tests.Sources;

/// <summary>What a worker builds from is read from real files.</summary>
public sealed class SourceReaderTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly Findings _findings = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Line_ends_and_byte_order_mark_are_the_same_on_every_machine()
    {
        var source = Read(_folder.Write("plugin.cs", "\uFEFFone\r\ntwo\n"));
        Assert.Equal([new SourceFile("plugin.cs", "one\ntwo\n")], source.Files);
    }

    [Fact]
    public void Build_files_beside_the_source_come_along_and_others_do_not()
    {
        var path = _folder.Write("a/plugin.cs", "");
        foreach (var name in (string[])[
            "NuGet.Config", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json"])
        {
            _folder.Write($"a/{name}", name);
        }
        foreach (var name in (string[])["a/README.md", "a/other.cs", "a/plugin.yaml", "global.json"]) _folder.Write(name, name);

        Assert.Equal(
            ["plugin.cs", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "NuGet.Config", "global.json"],
            Read(path).Files.Select(file => file.Path));
    }

    [Fact]
    public void Included_files_come_along_with_their_own()
    {
        var path = _folder.Write("scanner/plugin.cs", "#!/usr/bin/env dotnet\n#:include helper.cs\n#:include ../shared/table.cs\n");
        _folder.Write("scanner/helper.cs", "#:include ../shared/table.cs\n");
        _folder.Write("shared/table.cs", "// table\n");

        var source = Read(path);

        Assert.Equal("scanner/plugin.cs", source.EntryPoint);
        Assert.Equal(["scanner/plugin.cs", "scanner/helper.cs", "shared/table.cs"], source.Files.Select(file => file.Path));
        Assert.Empty(_findings.All);
    }

    [Theory]
    [InlineData("mkfifo helper.cs", "not a regular file")]
    [InlineData("ln -s /dev/zero helper.cs", "not a regular file")]
    [InlineData("truncate -s 3G helper.cs", "larger than")]
    [Attack("repository", "a FIFO, a device or a huge file as part of a plugin's source", "a prompt error that names the file")]
    public async Task Sources_that_are_not_files_are_reported(string command, string reason)
    {
        (await new CommandLine("/bin/sh", "-c", command) { Folder = _folder.Path }.RunAsync()).ShouldExit(0);
        var path = _folder.Write("plugin.cs", "#:include helper.cs\n");
        await Wait.ForAsync(Task.Run(() => Read(path)), "the source to be read");
        Assert.Contains(reason, Assert.Single(_findings.All).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_brings_the_code_below_it()
    {
        var path = _folder.Write("plugin.csproj", "<Project />");
        foreach (var name in (string[])["a.cs", "sub/b.cs", "bin/c.cs", "obj/d.cs", ".git/e.cs"]) _folder.Write(name, "");

        Assert.Equal(["plugin.csproj", "a.cs", "sub/b.cs"], Read(path).Files.Select(file => file.Path));
    }

    [Theory]
    [InlineData("#:include missing.cs\n", "SF0903", "'missing.cs'")]
    [InlineData("#:include *.cs\n", "SF0903", "'*.cs'")]
    [InlineData("#:project ../lib\n", "SF0904", "'../lib'")]
    public void A_directive_that_a_worker_cannot_follow_is_reported(string text, string code, string named)
    {
        Read(_folder.Write("plugin.cs", text));
        var finding = Assert.Single(_findings.All);
        Assert.Equal(code, finding.Rule.Code);
        Assert.Contains(named, finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_over_the_limit_is_reported()
    {
        Read(_folder.Write("plugin.cs", new string('x', 2_000_001)));
        Assert.Equal("SF0901", Assert.Single(_findings.All).Rule.Code);
    }

    [Fact]
    public void A_source_that_is_not_UTF8_is_reported()
    {
        var path = _folder.Write("plugin.cs", "");
        File.WriteAllBytes(path, [0x2F, 0x2F, 0xE9, 0x0A]);
        Read(path);
        Assert.Equal("SF0902", Assert.Single(_findings.All).Rule.Code);
    }

    [Fact]
    public void Credentials_are_not_carried_to_a_worker()
    {
        var path = _folder.Write("plugin.cs", "");
        _folder.Write(
            "nuget.config",
            "<configuration><packageSourceCredentials><x><add key=\"ClearTextPassword\" value=\"hunter2\" /></x></packageSourceCredentials></configuration>");

        var source = Read(path);

        Assert.Equal("SF0905", Assert.Single(_findings.All).Rule.Code);
        Assert.DoesNotContain(source.Files, file => file.Text.Contains("hunter2", StringComparison.Ordinal));
    }

    PluginSource Read(string path) => SourceReader.Read(path, _findings);
}
