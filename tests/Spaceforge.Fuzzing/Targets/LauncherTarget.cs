using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Spaceforge.Cli.Building.Portable;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>
/// A payload as the launcher unpacks it on a worker: by the machine's own sh, base64, gzip and tar, and by those of BusyBox.
/// </summary>
/// <remarks>AFL sees nothing of what the shell does. It is led by what the tool's own reader makes of the same input.</remarks>
sealed class LauncherTarget : FuzzTarget
{
    // The text of the mounted file itself.
    const byte Text = (byte)'t';

    // Printed by the dotnet that is made here: the machine's own must not run instead.
    const string Started = "started";

    static readonly string? BusyBox = ((string[])["/bin/busybox", "/usr/bin/busybox"]).FirstOrDefault(File.Exists);

    static readonly byte[] Packages = TarGz.Pack(new Dictionary<string, byte[]> { ["lib.dll"] = [1] });

    readonly PayloadTarget _reader = new();

    public override string Name => "launcher";

    public override int ShortRun => 1;

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            var packed = TarGz.Pack(new Dictionary<string, byte[]> { ["a.dll"] = [1], ["a.deps.json"] = "{}"u8.ToArray() });
            yield return [Archive.Compressed, .. packed];
            yield return [Archive.Plain, .. Archive.Unpacked(packed)];
            yield return [Text, .. "H4sIAAAA"u8];
            foreach (var root in LayerTarget.Roots) yield return [Archive.Plain, .. root];
        }
    }

    public override void Read(byte[] input)
    {
        if (input.Length == 0) return;

        _reader.Read(input);
        Run(input, "/bin/sh", "/usr/bin:/bin");
        if (BusyBox is { } box) Run(input, box, null);
    }

    static void Run(byte[] input, string shell, string? tools)
    {
        using var fenced = new Fenced();
        var plugins = Path.Combine(fenced.Inside, "plugins");
        var folder = Path.Combine(plugins, "p");
        Directory.CreateDirectory(Path.Combine(folder, "payload"));
        Directory.CreateDirectory(Path.Combine(fenced.Inside, "source"));
        foreach (var script in (string[])["launch.sh", "payload.sh"])
        {
            File.Copy(Repository.PathOf("src", "Spaceforge", "Launching", script), Path.Combine(folder, script));
        }

        var payload = input[0] == Text ? input[1..] : Archive.Of(input, fixSums: true)!;
        var program = input[0] == Text ? payload : Encoding.ASCII.GetBytes(Convert.ToBase64String(payload));
        File.WriteAllText(Path.Combine(folder, "payload", "packages.1"), Convert.ToBase64String(Packages));
        File.WriteAllBytes(Path.Combine(folder, "payload", "program.1"), program);

        var bin = Directory.CreateDirectory(Path.Combine(fenced.Root, "bin")).FullName;
        var dotnet = Path.Combine(bin, "dotnet");
        File.WriteAllText(dotnet, $"""
            #!/bin/sh
            case $1 in
              --list-runtimes) echo 'Microsoft.NETCore.App 10.0.0 [/x]' ;;
              *) echo {Started} ;;
            esac

            """);
        File.SetUnixFileMode(dotnet, (UnixFileMode)0b111_101_101);
        if (tools is null)
        {
            foreach (var tool in (string[])["base64", "cat", "cp", "dd", "gzip", "mkdir", "mv", "rm", "sha256sum", "stat", "tar", "uname"])
            {
                File.CreateSymbolicLink(Path.Combine(bin, tool), shell);
            }
        }

        string[] words = tools is null ? ["sh"] : [];
        var start = new ProcessStartInfo(
            shell, [.. words, Path.Combine(folder, "launch.sh"), "before_init", "portable", "a.dll", Sum(Packages), "1", Sum(payload), "1"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = tools is null ? bin : $"{bin}:{tools}";
        start.Environment["TF_VAR_spacelift_workspace_root"] = fenced.Inside;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        // Its outputs are closed, so it has ended or is about to.
        if (!process.WaitForExit(TimeSpan.FromSeconds(20))) throw new FindingException($"{shell} closed its outputs and did not end");

        // It says why it ends, or starts the plugin.
        if (process.ExitCode != 0 && !(process.ExitCode == 1 && error.StartsWith("spaceforge: ", StringComparison.Ordinal)))
        {
            throw new FindingException($"{shell} ended with {process.ExitCode}: {error}{output.Result}");
        }

        if (process.ExitCode == 0 && output.Result != $"{Started}\n")
        {
            throw new FindingException($"Something else was started: {output.Result}");
        }

        fenced.Check("bin");
        Check(plugins, folder);
    }

    static string Sum(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Only the plugin's own files, and nothing unfinished.</summary>
    static void Check(string plugins, string folder)
    {
        var names = ((string[])[plugins, folder]).SelectMany(Directory.GetFileSystemEntries).Select(path => Path.GetFileName(path));
        if (names.Except(["p", ".spaceforge", "plugin_binaries", "launch.sh", "payload.sh", "payload"]).FirstOrDefault() is { } other)
        {
            throw new FindingException($"There is a file of the payload outside of its folder: {other}");
        }

        var kept = new DirectoryInfo(Path.Combine(plugins, ".spaceforge"));
        if (!kept.Exists) return;

        if (kept.GetFileSystemInfos(".unfinished*").Length > 0) throw new FindingException("Something unfinished is left.");
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true };
        foreach (var entry in kept.EnumerateFileSystemInfos("*", all))
        {
            if (entry.LinkTarget is not null) throw new FindingException($"The payload made a link: {entry.Name}");
        }
    }
}
