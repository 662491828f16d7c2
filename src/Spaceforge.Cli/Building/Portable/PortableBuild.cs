using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Spaceforge.Files;
using Spaceforge.Launching;
using Spaceforge.Sources;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Building.Portable;

/// <summary>Packs a build for any Linux, with identical bytes in every folder and for every user.</summary>
static class PortableBuild
{
    const string WarningsFile = "warnings";

    // Only for local starts.
    static readonly string[] LocalSettings = ["EntryPointFilePath", "EntryPointFileDirectoryPath"];

    /// <summary>Loads, in the background, what <see cref="Pack"/> needs: OpenSSL takes milliseconds.</summary>
    public static void Prepare() => _ = Task.Run(() => SHA256.HashData(ReadOnlySpan<byte>.Empty));

    /// <param name="pluginFile">The C# file or project.</param>
    /// <param name="assembly">The program, compiled without paths of this machine.</param>
    /// <param name="sdk">The SDK's version.</param>
    /// <param name="packed">The folder that keeps the packed packages for the next build; null for none.</param>
    /// <param name="target">The folder for the result, moved into place atomically.</param>
    /// <returns><paramref name="target"/>.</returns>
    /// <exception cref="UsageException">It cannot run on a worker.</exception>
    public static string Pack(string pluginFile, string assembly, string sdk, string? packed, string target)
    {
        var name = Path.GetFileNameWithoutExtension(assembly);
        var folder = Path.GetDirectoryName(assembly)!;
        var dependencies = new DependencyFile(File.ReadAllText(Path.Combine(folder, $"{name}.deps.json")));
        var packages = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var program = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            // The SDK's compiler also leaves a reference assembly.
            if (path.StartsWith('.') || path == name || path == $"{name}.exe" || path == $"{name}.runtimeconfig.dev.json"
                || path == $"{name}.ref" || Path.GetExtension(path) == ".pdb" || dependencies.LeavesOut(path))
            {
                continue;
            }

            var isOfPackage = !path.StartsWith($"{name}.", StringComparison.Ordinal)
                && (Path.GetExtension(path) == ".dll" || path.StartsWith("runtimes/", StringComparison.Ordinal));
            (isOfPackage ? packages : program).Add(path, path == $"{name}.deps.json" ? Encoding.UTF8.GetBytes(dependencies.Text)
                : path == $"{name}.runtimeconfig.json" ? RuntimeConfiguration(file)
                : File.ReadAllBytes(file));
        }

        var ofPackages = Origin.OfPackages(packages);
        var origin = Origin.Of(SourceReader.Read(pluginFile, new Findings()), dependencies.Libraries, ofPackages, sdk).Text;
        program.Add(PortableProgram.OriginFile, Encoding.UTF8.GetBytes(origin));
        var unfinished = Directory.CreateDirectory($"{target}.{Guid.NewGuid():N}").FullName;
        File.WriteAllText(Path.Combine(unfinished, PortableProgram.AssemblyFile), $"{name}.dll\n");
        File.WriteAllText(Path.Combine(unfinished, PortableProgram.OriginFile), origin);
        File.WriteAllLines(Path.Combine(unfinished, WarningsFile), dependencies.Warnings);
        File.WriteAllBytes(Path.Combine(unfinished, PortableProgram.PackagesFile), Packages(packages, ofPackages, packed));
        File.WriteAllBytes(Path.Combine(unfinished, PortableProgram.ProgramFile), TarGz.Pack(program));
        try
        {
            Directory.Move(unfinished, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Another process was faster, with the same result.
            Directory.Delete(unfinished, recursive: true);
        }

        return target;
    }

    /// <summary>What the user must know of a packed program, each time that it is used.</summary>
    /// <param name="folder">What <see cref="Pack"/> returned.</param>
    public static IReadOnlyList<string> Warnings(string folder) =>
        Path.Combine(folder, WarningsFile) is var file && File.Exists(file) ? File.ReadAllLines(file) : [];

    // Packages stay the same from edit to edit, and packing the library takes as long as compiling the plugin.
    static byte[] Packages(IReadOnlyDictionary<string, byte[]> packages, string sums, string? folder)
    {
        if (folder is null) return TarGz.Pack(packages);

        var kept = Path.Combine(folder, $".packages-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sums)))}.tar.gz");
        if (File.Exists(kept)) return File.ReadAllBytes(kept);

        var content = TarGz.Pack(packages);
        AtomicFile.Write(kept, content);
        return content;
    }

    /// <summary>The folders to keep out of the program, as a compiler option.</summary>
    public static string PathMap(string pluginFile, string buildFolder)
    {
        var source = SourceReader.Read(pluginFile, new Findings());
        var root = pluginFile[..^source.EntryPoint.Length].TrimEnd('/', '\\');
        return $"{Escaped(root)}=/plugin,{Escaped(buildFolder)}=/build";
    }

    static string Escaped(string path) => path.Replace("=", "==", StringComparison.Ordinal).Replace(",", ",,", StringComparison.Ordinal);

    static byte[] RuntimeConfiguration(string file)
    {
        var root = JsonNode.Parse(File.ReadAllText(file))!;
        if (root["runtimeOptions"]?["configProperties"] is JsonObject properties)
        {
            foreach (var setting in LocalSettings) properties.Remove(setting);
        }

        return Encoding.UTF8.GetBytes(Json.JsonText.Of(root, indented: false));
    }
}
