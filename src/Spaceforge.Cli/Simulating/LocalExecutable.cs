using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Spaceforge.Cli.Manifests;
using Spaceforge.Definitions;
using Spaceforge.Files;
using Spaceforge.Launching;

namespace Spaceforge.Cli.Simulating;

/// <summary>The executable of a native manifest that lies beside it, so that it runs before it is uploaded.</summary>
/// <param name="Path">Where a worker would install it, below the workspace.</param>
/// <param name="Content">The executable.</param>
sealed record LocalExecutable(string Path, byte[] Content)
{
    const string Launcher = "/launch.sh ";
    const int Largest = 1_000_000_000;

    // 'publish' writes there.
    const string Published = "dist";

    static string MachineArchitecture => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";

    /// <summary>The executables of native manifests, and what is said about each.</summary>
    public static IReadOnlyList<(LocalExecutable? Executable, string Sentence)> Of(IReadOnlyList<ManifestFile> manifests) =>
    [
        .. manifests.SelectMany(manifest => manifest.Manifest.Contexts
            .SelectMany(context => context.Hooks)
            .SelectMany(phase => phase.Commands)
            .Select(Wanted)
            .OfType<(string Name, string Url, string Sha256)>()
            .Distinct()
            .Select(wanted => Find(manifest, wanted.Name, wanted.Url, wanted.Sha256))),
    ];

    static (LocalExecutable? Executable, string Sentence) Find(ManifestFile manifest, string name, string url, string sha256)
    {
        var file = $"{name}-linux-{MachineArchitecture}";
        var beside = System.IO.Path.GetDirectoryName(manifest.File) ?? "";
        var others = new List<string>();
        foreach (var relative in (string[])[file, $"{Published}/{file}"])
        {
            var shown = System.IO.Path.Combine(beside, relative);
            try
            {
                using var folder = ForeignFolder.Open(System.IO.Path.GetFullPath(beside.Length == 0 ? "." : beside));
                if (folder.ReadIfThere(relative, Largest) is not { } content) continue;

                var actual = Convert.ToHexStringLower(SHA256.HashData(content));
                if (actual == sha256)
                {
                    var target = $"{WorkerPaths.Binaries}/{name}"[(WorkerPaths.Workspace.Length + 1)..];
                    return (
                        new LocalExecutable(target, content),
                        $"{manifest.Manifest.Name} runs {shown}, which has the SHA-256 of the manifest.");
                }

                others.Add($"{shown} has the SHA-256 {actual}, and the manifest expects {sha256}");
            }
            catch (IOException e)
            {
                others.Add(e.Message.TrimEnd('.'));
            }
        }

        var why = others.Count > 0 ? string.Join("; ", others) : $"{file} is not beside {manifest.File}";
        return (null, $"{manifest.Manifest.Name} is downloaded from {url}, as on a worker: {why}.");
    }

    /// <summary>The executable for this machine in <c>launch.sh HOOK native NAME [ARCHITECTURE URL SHA256]...</c>.</summary>
    static (string Name, string Url, string Sha256)? Wanted(string command)
    {
        if (!command.Contains(Launcher, StringComparison.Ordinal)) return null;

        var words = ShellWord.Split(command);
        var at = Array.IndexOf(words, "native");
        if (at < 0 || at + 1 >= words.Length || !IsName(words[at + 1])) return null;

        for (var i = at + 2; i + 2 < words.Length; i += 3)
        {
            if (words[i] == MachineArchitecture) return (words[at + 1], words[i + 1], words[i + 2].ToLowerInvariant());
        }

        return null;
    }

    static bool IsName(string name) => name is not ("." or "..") && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
