using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Tests;

/// <summary>Manifests that contain a plugin's executables.</summary>
public sealed partial class EmbeddedFormTests : IDisposable
{
    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task The_executables_beside_the_sums_are_in_the_manifest_which_can_be_checked_and_recovered()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With());
        var (name, version) = await IdentityAsync();
        var sums = "";
        foreach (var architecture in (string[])["amd64", "arm64"])
        {
            var file = $"{name}-{version}-linux-{architecture}";
            _tool.Folder.Write($"dist/{file}", $"an executable for {architecture}");
            sums += $"{Sha256($"an executable for {architecture}")}  {file}\n";
        }

        _tool.Folder.Write("dist/SHA256SUMS", sums);
        string[] embed = ["--native", "dist/SHA256SUMS", "--embed"];
        (await _tool.RunAsync(["generate", .. embed])).ShouldExit(0);
        var made = await File.ReadAllTextAsync(_tool.Folder.PathOf("plugin.yaml"), TestContext.Current.CancellationToken);
        foreach (var architecture in (string[])["amd64", "arm64"])
        {
            Assert.Equal($"an executable for {architecture}", Unpacked(made, architecture));
        }

        Assert.Contains($"/{name}/plugin.cs\n", made, StringComparison.Ordinal);
        (await _tool.RunAsync(["generate", "--check", .. embed])).ShouldExit(0);
        (await _tool.RunAsync("validate", "plugin.yaml")).ShouldExit(0);
        (await _tool.RunAsync("new", "again", "--from", "plugin.yaml")).ShouldExit(0);
        Assert.Equal(PluginText.With(), await File.ReadAllTextAsync(
            _tool.Folder.PathOf("again", "plugin.cs"), TestContext.Current.CancellationToken));
        (await _tool.RunAsync(["generate", "again/plugin.cs", .. embed])).ShouldExit(0);
        Assert.Equal(made, await File.ReadAllTextAsync(
            _tool.Folder.PathOf("again", "plugin.yaml"), TestContext.Current.CancellationToken));

        // With only their addresses in the manifest, there is no code to recover, and the definition makes it again.
        string[] native = ["--native", "dist/SHA256SUMS", "--url-base", "https://example.com/1"];
        var downloading = (await _tool.RunAsync(["generate", .. native, "-o", "-"])).ShouldExit(0).Output;
        _tool.Folder.Write("native.yaml", downloading);
        (await _tool.RunAsync("new", "native", "--from", "native.yaml")).ShouldExit(0);
        Assert.Equal(downloading, (await _tool.RunAsync(["generate", "native/plugin.cs", .. native, "-o", "-"])).ShouldExit(0).Output);

        // Other executables with matching sums are not those in the manifest.
        _tool.Folder.Write($"dist/{name}-{version}-linux-arm64", "another");
        _tool.Folder.Write("dist/others", sums.Replace(Sha256("an executable for arm64"), Sha256("another"), StringComparison.Ordinal));
        Assert.Contains("contains other executables",
            (await _tool.RunAsync("generate", "--check", "--native", "dist/others", "--embed")).ShouldExit(1).Error,
            StringComparison.Ordinal);
        Assert.Contains("was expected", (await _tool.RunAsync(["generate", .. embed])).ShouldExit(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_takes_an_address_or_embeds()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With());
        Assert.Contains("or --embed", (await _tool.RunAsync("publish")).ShouldExit(2).Error, StringComparison.Ordinal);
        Assert.Contains("does not work with --url-base",
            (await _tool.RunAsync("publish", "--embed", "--url-base", "https://example.com")).ShouldExit(2).Error,
            StringComparison.Ordinal);
    }

    async Task<(string Name, string Version)> IdentityAsync()
    {
        var yaml = (await _tool.RunAsync("generate", "--form", "source", "-o", "-")).ShouldExit(0).Output;
        return (Folder().Match(yaml).Groups[1].Value, Version().Match(yaml).Groups[1].Value.Trim('\''));
    }

    static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static string Unpacked(string yaml, string architecture)
    {
        var part = Regex.Match(yaml, $@"/payload/{architecture}\.1\n +content: ""?([A-Za-z0-9+/=]+)").Groups[1].Value;
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(part)), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"/mnt/workspace/plugins/([^/\s]+)/launch\.sh")]
    private static partial Regex Folder();

    [GeneratedRegex(@"^version: ""?([^""\s]+)", RegexOptions.Multiline)]
    private static partial Regex Version();
}
