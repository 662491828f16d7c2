using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;

namespace Spaceforge.Tests.Launching;

/// <summary>The script that installs binaries, under the shells of runner images, with downloads over a real socket.</summary>
public sealed class InstallScriptTests : IDisposable
{
    const string Tool = "#!/bin/sh\necho the tool\n";

    readonly TemporaryFolder _folder = new();
    readonly HttpListener _server = new();
    readonly string _address;
    readonly string _script;

    public InstallScriptTests()
    {
        using var stream = typeof(SpaceforgePlugin).Assembly.GetManifestResourceStream("install.sh")!;
        using var reader = new StreamReader(stream);
        _script = _folder.Write("work space/plugins/my-plugin/install.sh", reader.ReadToEnd());

        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        _address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        _server.Prefixes.Add(_address + "/");
        _server.Start();
        _ = ServeAsync();
    }

    public static TheoryData<string> Shells => ["dash", "bash --posix", "busybox sh"];

    public static TheoryData<string, string> ShellsAndArchives => [.. from shell in (string[])["dash", "bash --posix", "busybox sh"]
        from archive in (string[])["x.tar.gz", "x.tgz", "x.tar.xz", "x.tar.bz2", "x.tbz2", "x.zip", "x.zip?download=1"]
        select (shell, archive)];

    string Installed => _folder.PathOf("work space", "plugins", "plugin_binaries", "my-tool");

    static string Architecture => System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";

    public void Dispose()
    {
        _server.Close();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_program_is_installed_once(string shell)
    {
        Publish("my-tool", Tool);

        (await InstallAsync(shell, Architecture, $"{_address}/my-tool", "-")).ShouldExit(0);
        File.Delete(_folder.PathOf("public", "my-tool"));
        (await InstallAsync(shell, Architecture, $"{_address}/my-tool", "-")).ShouldExit(0);

        Assert.Equal("the tool\n", (await new CommandLine(Installed).RunAsync()).Output);
        // Nothing is left beside it.
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(Installed)!));
    }

    [Theory]
    [MemberData(nameof(ShellsAndArchives))]
    public async Task The_program_is_found_in_an_archive(string shell, string archive)
    {
        await PackAsync(archive.Split('?')[0]);
        (await InstallAsync(shell, Architecture, $"{_address}/{archive}", "-")).ShouldExit(0);
        Assert.Equal("the tool\n", (await new CommandLine(Installed).RunAsync()).Output);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_checksum_is_checked(string shell)
    {
        Publish("my-tool", Tool);
        var right = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Tool)));
        var wrong = new string('0', 64);

        var outcome = (await InstallAsync(shell, Architecture, $"{_address}/my-tool", wrong)).ShouldExit(1);
        Assert.Contains($"has the SHA-256 {right}, and {wrong} was expected", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(Installed)!));

        (await InstallAsync(shell, Architecture, $"{_address}/my-tool", right)).ShouldExit(0);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_program_on_the_PATH_is_enough(string shell)
    {
        _folder.WriteScript("programs/my-tool", "true");
        (await InstallAsync(shell, Architecture, $"{_address}/missing", "-")).ShouldExit(0);
        Assert.False(File.Exists(Installed));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task What_cannot_be_had_is_named(string shell)
    {
        var missing = (await InstallAsync(shell, Architecture, $"{_address}/missing", "-")).ShouldExit(1);
        Assert.Contains($"cannot install my-tool: {_address}/missing cannot be fetched", missing.Error, StringComparison.Ordinal);

        var other = Architecture == "amd64" ? "arm64" : "amd64";
        var absent = (await InstallAsync(shell, other, $"{_address}/missing", "-")).ShouldExit(1);
        Assert.Contains($"the plugin names no download for {Architecture}", absent.Error, StringComparison.Ordinal);

        Publish("broken.tar.gz", "no archive");
        var broken = (await InstallAsync(shell, Architecture, $"{_address}/broken.tar.gz", "-")).ShouldExit(1);
        Assert.Contains("broken.tar.gz cannot be unpacked", broken.Error, StringComparison.Ordinal);

        await PackAsync("other.tar.gz", "another-name");
        var unnamed = (await InstallAsync(shell, Architecture, $"{_address}/other.tar.gz", "-")).ShouldExit(1);
        Assert.Contains("holds no file of that name", unnamed.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(Installed)!));
    }

    [Fact]
    public async Task An_unknown_architecture_is_named()
    {
        _folder.WriteScript("programs/uname", "echo riscv64");
        var outcome = (await InstallAsync("dash", "amd64", $"{_address}/missing", "-")).ShouldExit(1);
        Assert.Contains("this worker is riscv64", outcome.Error, StringComparison.Ordinal);
    }

    Task<Outcome> InstallAsync(string shell, params string[] arguments)
    {
        string[] words = [.. shell.Split(' '), _script, "my-tool", .. arguments];
        return new CommandLine(words[0], words[1..])
        {
            Variables = new Dictionary<string, string?> { ["PATH"] = $"{_folder.PathOf("programs")}:{Environment.GetEnvironmentVariable("PATH")}" },
        }.RunAsync();
    }

    void Publish(string name, string text) => _folder.Write($"public/{name}", text);

    async Task PackAsync(string archive, string name = "my-tool")
    {
        _folder.Write($"packed/release/bin/{name}", Tool);
        _folder.Write("packed/README", "read me");
        Directory.CreateDirectory(_folder.PathOf("public"));
        var (target, content) = (_folder.PathOf("public", archive), _folder.PathOf("packed"));
        if (archive.EndsWith(".zip", StringComparison.Ordinal))
        {
            await ZipFile.CreateFromDirectoryAsync(content, target, TestContext.Current.CancellationToken);
            return;
        }

        var tar = _folder.PathOf("archive.tar");
        await TarFile.CreateFromDirectoryAsync(content, tar, includeBaseDirectory: false, TestContext.Current.CancellationToken);
        var compressor = Path.GetExtension(archive) switch { ".xz" => "xz", ".bz2" or ".tbz2" => "bzip2", _ => "gzip" };
        (await new CommandLine("sh", "-c", $"{compressor} -c <'{tar}' >'{target}'").RunAsync()).ShouldExit(0);
    }

    async Task ServeAsync()
    {
        while (_server.IsListening)
        {
            try
            {
                var context = await _server.GetContextAsync();
                var file = _folder.PathOf("public", context.Request.Url!.AbsolutePath.TrimStart('/'));
                context.Response.StatusCode = File.Exists(file) ? 200 : 404;
                context.Response.Close(File.Exists(file) ? await File.ReadAllBytesAsync(file) : [], willBlock: true);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
