using Spaceforge.Cli.Processes;

namespace Spaceforge.Cli.Building;

/// <summary>Compiles a plugin ahead of time into one static executable, with the settings in the library's Spaceforge.targets.</summary>
sealed class NativeBuild(DotnetHost dotnet)
{
    /// <param name="source">The C# file or project.</param>
    /// <param name="target">The target architecture.</param>
    /// <param name="artifacts">
    /// An empty folder for all build output: CMake caches its results for one architecture.
    /// </param>
    /// <returns>The result, whose assembly is the executable.</returns>
    public async Task<BuildResult> RunAsync(string source, Target target, string artifacts, CancellationToken cancellationToken)
    {
        var output = Path.Combine(artifacts, "publish");
        var answers = Path.Combine(artifacts, "answers.txt");
        var (exitCode, said, error) = await CapturedProcess.RunAsync(
            dotnet.Path,
            [
                "publish", source, "--nologo", "-v:quiet", "-tl:off", "-clp:NoSummary",
                "-c", "Release", "-r", target.RuntimeIdentifier, "-o", output,
                "-p:PublishAot=true", "-p:StaticExecutable=true", $"-p:ArtifactsPath={artifacts}",
                "-getProperty:AssemblyName", $"-getResultOutputFile:{answers}",
            ],
            withError: true,
            folder: Path.GetDirectoryName(source),
            cancellationToken,
            Variables(target));
        var log = said + error;
        var messages = CompilerMessage.ReadAll(log).Where(message => !IsOfRuntime(message)).ToArray();
        if (exitCode != 0 || !File.Exists(answers)) return new BuildResult { Messages = messages, Log = log };

        // A single property is not printed as JSON.
        var name = (await File.ReadAllTextAsync(answers, cancellationToken)).Trim();
        return new BuildResult { Assembly = Path.Combine(output, name), Messages = messages, Log = log };
    }

    static Dictionary<string, string?> Variables(Target target)
    {
        // .NET's OpenSSL shim contains its source paths; removing this prefix makes them identical on every machine.
        var flags = $"-fmacro-prefix-map={PackageFolder.Path}=nuget";
        return target.IsThisMachine
            ? new() { ["CFLAGS"] = flags }
            : new()
            {
                ["CFLAGS"] = $"{flags} --target={target.Triplet}",
                // Otherwise the shim is configured for this machine's OpenSSL, fails, and falls back to no HTTP/2.
                ["PKG_CONFIG_LIBDIR"] = $"/usr/lib/{target.Triplet}/pkgconfig",
            };
    }

    // The C compiler's output for the shim's sources.
    static bool IsOfRuntime(CompilerMessage message) =>
        message.File.EndsWith(".c", StringComparison.Ordinal) || message.File.EndsWith(".h", StringComparison.Ordinal);
}
