using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Spaceforge.Package.Tests.Building;

/// <summary>
/// Changes each build input in turn: the next run rebuilds as needed, and the one after it does not build.
/// </summary>
public sealed class CacheKeyTests(NewUser user) : IDisposable
{
    readonly Author _author = new(user);

    public void Dispose() => _author.Dispose();

    [Fact]
    public async Task A_change_of_text_is_compiled_natively()
    {
        await StartAsync("#:include words.cs");

        _author.Write("plugin.cs", Text("#:include words.cs") + "// A comment.\n");
        await ExpectAsync("one", Author.Native);

        _author.Write("words.cs", "static class Words { public const string Author = \"two\"; }\n");
        await ExpectAsync("two", Author.Native);

        // Warnings are repeated without a build.
        _author.Write("plugin.cs", Text("#:include words.cs")
            .Replace("await Task.Yield();", "int unused; await Task.Yield();", StringComparison.Ordinal));
        for (var i = 0; i < 2; i++) Assert.Contains(
            "warning CS0168: ", (await _author.RunAsync("generate")).ShouldExit(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_anything_else_is_a_full_build()
    {
        _author.Write("more.props", "<Project />");
        await StartAsync();

        _author.Write("plugin.cs", Text("#:property DefineConstants=$(DefineConstants);TWO"));
        await ExpectAsync("two", Author.Full);
        _author.Write("plugin.cs", Text());
        // The previous build is cached as well.
        await ExpectAsync("one", null);

        _author.Write("Directory.Build.props", "<Project><Import Project=\"more.props\" /></Project>");
        await ExpectAsync("one", Author.Full);
        _author.Write("more.props", Define("TWO"));
        await ExpectAsync("two", Author.Full);
        _author.Write("more.props", Define("$(PLUGIN_CONSTANT)"));
        await ExpectAsync("one", Author.Full);
        _author.Variables["PLUGIN_CONSTANT"] = "TWO";
        await ExpectAsync("two", Author.Full);
        File.Delete(_author.PathOf("Directory.Build.props"));
        await ExpectAsync("one", null);

        // In the folder above.
        _author.Write("../Directory.Build.targets", Define("TWO"));
        await ExpectAsync("two", Author.Full);
        File.Delete(_author.PathOf("../Directory.Build.targets"));
        _author.Variables["LangVersion"] = "14.0";
        await ExpectAsync("one", Author.Full);
    }

    [Fact]
    public async Task A_file_that_builds_read_is_a_full_build()
    {
        await StartAsync();
        foreach (var (name, text) in ((string, string)[])[
            ("Directory.Packages.props", "<Project />"),
            (".editorconfig", "root = true\n"),
            (".globalconfig", "is_global = true\n"),
            ("global.json", """{ "sdk": { "version": "10.0.100", "rollForward": "latestFeature" } }"""),
            ("nuget.config", "<configuration />")])
        {
            _author.Write(name, text);
            await ExpectAsync("one", Author.Full);
            File.Delete(_author.PathOf(name));
        }
    }

    [Fact]
    public async Task Another_version_that_is_installed_is_a_full_build()
    {
        // A copy of this machine's .NET that more can be installed into.
        var dotnet = _author.Folder.PathOf("dotnet");
        var real = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        // Links take no time, where both are on one disk.
        const string Copy = "cp -al \"$1\" \"$2\" 2>/dev/null || { rm -rf \"$2\" && cp -a \"$1\" \"$2\"; }";
        (await new CommandLine("sh", "-c", Copy, "sh", real, dotnet).RunAsync()).ShouldExit(0);
        _author.Variables["PATH"] = $"{dotnet}:{_author.Variables["PATH"]}";
        await StartAsync();

        foreach (var (folder, version) in ((string, string)[])[
            ("sdk", "10.0.999"), ("packs/Microsoft.NETCore.App.Ref", "10.0.99"), ("shared/Microsoft.NETCore.App", "10.0.99")])
        {
            var installed = Directory.GetDirectories(Path.Combine(dotnet, folder)).Order(StringComparer.Ordinal).Last();
            Directory.CreateSymbolicLink(Path.Combine(dotnet, folder, version), installed);
            await ExpectAsync("one", Author.Full);
        }
    }

    [Fact]
    public async Task Another_tool_is_a_full_build()
    {
        await ZipFile.ExtractToDirectoryAsync(Repository.PathOf("artifacts", "packages", "Spaceforge.Cli.any.1.0.0.nupkg"),
            _author.Folder.PathOf("any"), TestContext.Current.CancellationToken);
        var tool = Assert.Single(Directory.GetFiles(_author.Folder.PathOf("any"), "spaceforge-cli.dll", SearchOption.AllDirectories));
        _author.Write("plugin.cs", Text());
        await ExpectAsync(fullBuild: true);
        await ExpectAsync(fullBuild: false);

        // Versions differ at least in this.
        var bytes = await File.ReadAllBytesAsync(tool, TestContext.Current.CancellationToken);
        using (var file = new PEReader(new MemoryStream([.. bytes])))
        {
            bytes[file.PEHeaders.MetadataStartOffset + file.GetMetadataReader().GetHeapMetadataOffset(HeapIndex.Guid)] ^= 1;
        }

        await File.WriteAllBytesAsync(tool, bytes, TestContext.Current.CancellationToken);
        await ExpectAsync(fullBuild: true);

        async Task ExpectAsync(bool fullBuild)
        {
            var made =
                (await (_author.Command() with
                {
                    File = "dotnet",
                    Arguments = ["exec", tool, "generate", "-o", "-", "--timings"]
                }).RunAsync()).ShouldExit(0);
            Assert.True(made.Error.Contains(Author.Full, StringComparison.Ordinal) == fullBuild, made.Error);
        }
    }

    [Fact]
    public async Task A_version_that_floats_is_built_every_time()
    {
        _author.Write("plugin.cs", Text().Replace("Spaceforge@1.0.0", "Spaceforge@1.*", StringComparison.Ordinal));
        for (var i = 0; i < 2; i++) await _author.MakeAsync(Author.Full);
    }

    [Fact]
    public async Task What_a_generator_adds_is_compiled_with_the_SDK()
    {
        await StartAsync();
        _author.Write("plugin.cs", Text()
            .Replace("using Spaceforge;", "using Spaceforge;\nusing System.Text.RegularExpressions;", StringComparison.Ordinal)
            + "static partial class Patterns { [GeneratedRegex(\"a\")] public static partial Regex A(); }\n");

        var made = (await _author.RunAsync("generate", "--timings")).ShouldExit(0);

        Assert.Contains(Author.Sdk, made.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Author.Full, made.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_build_can_be_asked_for()
    {
        await StartAsync();
        var option = (await _author.RunAsync("generate", "-o", "-", "--timings", "--no-cache")).ShouldExit(0);
        Assert.Contains(Author.Full, option.Error, StringComparison.Ordinal);
        _author.Variables["SPACEFORGE_NO_CACHE"] = "1";
        var variable = (await _author.RunAsync("generate", "-o", "-", "--timings")).ShouldExit(0);
        Assert.Contains(Author.Full, variable.Error, StringComparison.Ordinal);
    }

    static string Define(
        string constant) => $"<Project><PropertyGroup><DefineConstants>$(DefineConstants);{constant}</DefineConstants></PropertyGroup></Project>";

    static string Text(string directives = "") =>
        PluginText.With(directives: directives, declarations: directives.Contains("words.cs", StringComparison.Ordinal)
        ? "public override string Author => Words.Author;"
        : """
            #if TWO
            public override string Author => "two";
            #else
            public override string Author => "one";
            #endif
            """);

    async Task StartAsync(string directives = "")
    {
        _author.Write("words.cs", "static class Words { public const string Author = \"one\"; }\n");
        _author.Write("plugin.cs", Text(directives));
        await ExpectAsync("one", Author.Full);
    }

    async Task ExpectAsync(string author, string? how)
    {
        Assert.Contains($"\nauthor: {author}\n", await _author.MakeAsync(how), StringComparison.Ordinal);
        Assert.Contains($"\nauthor: {author}\n", await _author.MakeAsync(null), StringComparison.Ordinal);
    }
}
