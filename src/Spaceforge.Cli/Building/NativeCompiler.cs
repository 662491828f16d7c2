using Spaceforge.Cli.Processes;

namespace Spaceforge.Cli.Building;

/// <summary>The SDK's compiler as a native executable next to the tool, which needs no warm compiler server.</summary>
sealed class NativeCompiler(string path)
{
    /// <summary>The compiler that came with this tool; null for a portable tool.</summary>
    public static NativeCompiler? Find()
    {
        var name = OperatingSystem.IsWindows() ? "spaceforge-compiler.exe" : "spaceforge-compiler";
        // The native tool ships it in a subfolder.
        return ((string[])["compiler", "../compiler"])
            .Select(folder => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, folder, name)))
            .FirstOrDefault(File.Exists) is { } path
            ? new NativeCompiler(path)
            : null;
    }

    /// <param name="last">The build whose C# text has changed since.</param>
    /// <param name="output">An empty folder for the program.</param>
    /// <returns>Null if this compiler cannot do it: its version differs from the SDK's, a generator is needed, or the source has
    /// errors.</returns>
    public async Task<BuildResult?> RunAsync(BuildEntry last, string output, CancellationToken cancellationToken)
    {
        if (last.Compiler.NeedsSdk) return null;

        var assembly = Path.Combine(output, Path.GetFileName(last.Assembly));
        var responseFile = Path.Combine(output, "native.rsp");
        last.Compiler.WriteResponseFile(responseFile, redirect: null);
        var (exitCode, log, _) = await CapturedProcess.RunAsync(
            path, [last.Compiler.Version, responseFile, assembly], withError: false,
            Path.GetDirectoryName(last.PluginFile), cancellationToken);
        File.Delete(responseFile);
        return exitCode == 0 ? new BuildResult { Assembly = assembly, Messages = CompilerMessage.ReadAll(log), Log = log } : null;
    }
}
