using System.Formats.Tar;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Tests;

/// <summary>Manifests that carry the built plugin: what is in them, and how they are checked.</summary>
public sealed partial class PortableFormTests : IDisposable
{
    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task It_is_the_default_small_and_the_same_bytes_in_every_folder_and_for_every_user()
    {
        var text = await File.ReadAllTextAsync(
            Repository.PathOf("samples", "quickstart", "plugin.cs"), TestContext.Current.CancellationToken);
        _tool.Folder.Write("plugin.cs", text);
        _tool.Folder.Write("another place, with=signs/plugin.cs", text);
        var first = (await _tool.RunAsync("generate", "-o", "-")).ShouldExit(0).Output;
        var elsewhere =
            (await _tool.RunAsync("generate", "another place, with=signs/plugin.cs", "--form", "portable", "-o", "-")).ShouldExit(0).Output;
        _tool.Variables["LANG"] = "de_DE.UTF-8";
        _tool.Variables["USER"] = "somebody";
        var again = (await _tool.RunAsync("generate", "-o", "-", "--no-cache")).ShouldExit(0).Output;

        Assert.Equal(first, elsewhere);
        Assert.Equal(first, again);
        Assert.InRange(first.Length, 1, 450_000);
        Assert.Contains("- path: /mnt/workspace/plugins/my-plugin/plugin.cs\n", first, StringComparison.Ordinal);
        var names = Entries(first, "program").Select(entry => entry.Name).ToArray();
        Assert.Equal(["origin", "plugin.deps.json", "plugin.dll", "plugin.runtimeconfig.json"], names);
        Assert.All(Entries(first, "packages")
            .Concat(Entries(first, "program")), entry => Assert.Equal(TarEntryType.RegularFile, entry.EntryType));
        Assert.Contains("Spaceforge.dll", Entries(first, "packages").Select(entry => entry.Name));
        // Nothing from the build folder.
        Assert.All(Entries(first, "program"), entry => Assert.DoesNotContain(
            _tool.Folder.Path, System.Text.Encoding.UTF8.GetString(entry.Content), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_edit_changes_the_program_and_not_the_packages()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With());
        var before = (await _tool.RunAsync("generate", "-o", "-")).ShouldExit(0).Output;
        _tool.Folder.Write("plugin.cs", PluginText.With(hook: "Logger.LogInformation(\"edited\");"));
        var after = (await _tool.RunAsync("generate", "-o", "-")).ShouldExit(0).Output;
        Assert.Equal(Part(before, "packages"), Part(after, "packages"));
        Assert.NotEqual(Part(before, "program"), Part(after, "program"));
    }

    [Fact]
    public async Task The_form_is_what_the_plugin_sets_unless_an_option_says_otherwise()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With(directives: "#:property SpaceforgeForm=source"));
        Assert.Contains(
            " after_plan source plugin.cs\n", (await _tool.RunAsync("generate", "-o", "-")).ShouldExit(0).Output, StringComparison.Ordinal);
        Assert.Contains(" after_plan portable plugin.dll ",
            (await _tool.RunAsync("generate", "-o", "-", "--form", "portable")).ShouldExit(0).Output, StringComparison.Ordinal);
        Assert.Contains(
            "spaceforge publish", (await _tool.RunAsync("generate", "--form", "native")).ShouldExit(2).Error, StringComparison.Ordinal);
        Assert.Contains("portable, source or native",
            (await _tool.RunAsync("generate", "--form", "tiny")).ShouldExit(2).Error, StringComparison.Ordinal);

        _tool.Folder.Write("plugin.cs", PluginText.With(directives: "#:property SpaceforgeForm=tiny"));
        Assert.Contains("SpaceforgeForm 'tiny'", (await _tool.RunAsync("generate")).ShouldExit(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_gives_a_portable_manifest_too()
    {
        _tool.Folder.Write("scanner.csproj", PluginText.Project);
        _tool.Folder.Write("Program.cs", "return await Spaceforge.SpaceforgePlugin.RunAsync<Scanner>(args);\n");
        _tool.Folder.Write(
            "Scanner.cs", "sealed class Scanner : Spaceforge.SpaceforgePlugin { public override string Name => \"scanner\"; }\n");
        var made = (await _tool.RunAsync("generate", "scanner.csproj", "-o", "-")).ShouldExit(0).Output;
        Assert.Contains("scanner.dll", Entries(made, "program").Select(entry => entry.Name));
        Assert.DoesNotContain("scanner.pdb", Entries(made, "program").Select(entry => entry.Name));
    }

    [Attack("author", "the program in a committed manifest was not built from the source next to it",
        "generate --check rebuilds and compares it; with a different SDK, --exact is needed")]
    [Fact]
    public async Task Check_tells_another_source_from_a_change_and_from_another_SDK()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With());
        (await _tool.RunAsync("generate")).ShouldExit(0);
        (await _tool.RunAsync("generate", "--check", "--exact")).ShouldExit(0);
        var fresh = await ReadAsync();

        // Another SDK: a different version and different bytes.
        var origin = OriginSdk().Match(fresh).Groups[1].Value;
        var other = Repacked(fresh, entry => entry.Name switch
        {
            "origin" => System.Text.Encoding.UTF8.GetBytes(
                System.Text.Encoding.UTF8.GetString(entry.Content).Replace($"sdk {origin}", "sdk 10.0.1", StringComparison.Ordinal)),
            "plugin.dll" => [.. entry.Content, 0],
            _ => entry.Content,
        }).Replace($"sdk {origin}\n", "sdk 10.0.1\n", StringComparison.Ordinal);
        _tool.Folder.Write("plugin.yaml", other);
        Assert.Contains($"with SDK 10.0.1, and this is SDK {origin}",
            (await _tool.RunAsync("generate", "--check")).ShouldExit(0).Error, StringComparison.Ordinal);
        Assert.Contains("the bytes differ", (await _tool.RunAsync("generate", "--check", "--exact")).ShouldExit(1).Error,
            StringComparison.Ordinal);

        // The same SDK but different bytes.
        _tool.Folder.Write("plugin.yaml", Repacked(fresh, entry => entry.Name == "plugin.dll" ? [.. entry.Content, 0] : entry.Content));
        Assert.Contains("it was modified", (await _tool.RunAsync("generate", "--check")).ShouldExit(1).Error, StringComparison.Ordinal);

        // A part that does not match the command.
        var part = Part(fresh, "program");
        _tool.Folder.Write("plugin.yaml", fresh.Replace(part, part[..^8] + "AAAAAAAA", StringComparison.Ordinal));
        Assert.Contains("is expected", (await _tool.RunAsync("generate", "--check")).ShouldExit(1).Error, StringComparison.Ordinal);
        Assert.Contains("error SF1107: ", (await _tool.RunAsync("validate", "plugin.yaml")).ShouldExit(1).Output, StringComparison.Ordinal);

        // No payload at all, from what claims to be another SDK.
        _tool.Folder.Write("plugin.yaml", other.Replace(Part(other, "program"), "", StringComparison.Ordinal));
        Assert.Contains("is expected", (await _tool.RunAsync("generate", "--check")).ShouldExit(1).Error, StringComparison.Ordinal);

        // A different source, with a matching copy in the manifest.
        _tool.Folder.Write("plugin.cs", PluginText.With(hook: "Logger.LogInformation(\"evil\");"));
        var evil = (await _tool.RunAsync("generate", "-o", "-")).ShouldExit(0).Output;
        _tool.Folder.Write("plugin.cs", PluginText.With(hook: "Logger.LogInformation(\"good\");"));
        _tool.Folder.Write("plugin.yaml", evil.Replace("LogInformation(\"evil\");", "LogInformation(\"good\");", StringComparison.Ordinal));
        Assert.Contains(
            "was built from a different source", (await _tool.RunAsync("generate", "--check")).ShouldExit(1).Error,
            StringComparison.Ordinal);
    }

    Task<string> ReadAsync() => File.ReadAllTextAsync(_tool.Folder.PathOf("plugin.yaml"), TestContext.Current.CancellationToken);

    static string Part(string yaml, string name) =>
        Regex.Match(yaml, $"/payload/{name}\\.1\n +content: '?([A-Za-z0-9+/=]+)'?\n", RegexOptions.None, TimeSpan.FromSeconds(
            10)).Groups[1].Value;

    static List<(string Name, TarEntryType EntryType, byte[] Content)> Entries(string yaml, string name)
    {
        var entries = new List<(string, TarEntryType, byte[])>();
        using var tar = new TarReader(
            new GZipStream(new MemoryStream(Convert.FromBase64String(Part(yaml, name))), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            entries.Add((entry.Name, entry.EntryType, content.ToArray()));
        }

        return entries;
    }

    /// <summary>The manifest with someone else's program and its checksum.</summary>
    static string Repacked(string yaml, Func<(string Name, TarEntryType EntryType, byte[] Content), byte[]> change)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var entry in Entries(yaml, "program"))
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, entry.Name) { DataStream = new MemoryStream(change(entry)) });
            }
        }

        var old = Part(yaml, "program");
        return yaml.Replace(old, Convert.ToBase64String(packed.ToArray()), StringComparison.Ordinal)
            .Replace(Sum(Convert.FromBase64String(old)), Sum(packed.ToArray()), StringComparison.Ordinal);
    }

    static string Sum(byte[] content) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));

    [GeneratedRegex(@"\n +sdk (\S+)\n")]
    private static partial Regex OriginSdk();
}
