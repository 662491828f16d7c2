using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Spaceforge.Worker.Tests.Serving;

namespace Spaceforge.Tests.Launching;

/// <summary>A workspace with the scripts of workers, which are started alone, and a server beside it.</summary>
sealed class ScriptBench : IDisposable
{
    public const string Tool = "#!/bin/sh\necho the tool\n";

    static readonly string[] Basic =
    [
        "sh", "awk", "cat", "chmod", "cut", "grep", "head", "mkdir", "mv", "rm", "sed",
        "sha256sum", "sleep", "sort", "stat", "tail", "tr", "uname", "uniq", "wc",
        "gzip", "xz", "bzip2", "env",
    ];

    readonly TemporaryFolder _folder = new();
    string _path = "";

    public ScriptBench()
    {
        foreach (var name in (string[])["install.sh", "launch.sh"])
        {
            _folder.Write($"plugins/p/{name}", File.ReadAllText(Repository.PathOf("src", "Spaceforge", "Launching", name)));
        }

        Directory.CreateDirectory(PathOf("source"));
    }

    public FileServer Server { get; } = new();

    public Dictionary<string, string?> Variables { get; } = [];

    /// <summary>The shell, and those before the script's path.</summary>
    public string Shell { get; init; } = "dash";

    public string Installed => PathOf("plugins/plugin_binaries/my-tool");

    public void Dispose()
    {
        Server.Dispose();
        _folder.Dispose();
    }

    public string PathOf(string path) => _folder.PathOf(path.Split('/'));

    public string Write(string path, string text) => _folder.Write(path, text);

    public void WriteScript(string path, string text) => _folder.WriteScript(path, text);

    /// <summary>Gives scripts these programs beside the basic ones, and no others.</summary>
    public void Only(params string[] programs)
    {
        var bin = PathOf("bin");
        Directory.CreateDirectory(bin);
        foreach (var program in (string[])[.. Basic, .. programs])
        {
            // A program may stand in for another: bsdtar as tar.
            var (name, file) = program.Split('=') is [var first, var second] ? (first, second) : (program, program);
            Needs.Program(file);
            // A version manager's python3 is a script for bash.
            var target = file == "python3" && File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : Find(file);
            if (!File.Exists(Path.Combine(bin, name))) File.CreateSymbolicLink(Path.Combine(bin, name), target);
        }

        _path = bin;
    }

    /// <summary>Installs 'my-tool' from an address.</summary>
    public Task<Outcome> InstallAsync(string address, string sha256 = "-", string? path = null) =>
        RunAsync(path, $"{PathOf("plugins/p/install.sh")}", "my-tool", Architecture, address, sha256);

    public Task<Outcome> RunAsync(string? path, params string[] words)
    {
        string[] shell = [.. Shell.Split(' '), .. words];
        Needs.Program(shell[0]);
        var variables = new Dictionary<string, string?>(Variables)
        {
            ["PATH"] = path ?? (_path.Length > 0 ? _path : Environment.GetEnvironmentVariable("PATH")),
            ["TF_VAR_spacelift_workspace_root"] = _folder.Path,
            ["http_proxy"] = null,
            ["https_proxy"] = null,
        };
        return new CommandLine(
            Find(shell[0]), shell[1..])
        { Folder = PathOf("source"), Variables = variables, Limit = TimeSpan.FromMinutes(2) }.RunAsync();
    }

    public static string Architecture =>
        RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    static string Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{program} is not on the PATH.");
}
