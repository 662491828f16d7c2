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
    /// <param name="forWorkers">
    /// Also compiled, by the same process, which takes little longer than one program. If it has errors, it is not written.
    /// </param>
    /// <returns>Null if this compiler cannot do it: its version differs from the SDK's, a generator is needed, or the source has
    /// errors.</returns>
    public async Task<BuildResult?> RunAsync(
        BuildEntry last, string output, WorkerCompilation? forWorkers, CancellationToken cancellationToken)
    {
        var assembly = Path.Combine(output, Path.GetFileName(last.Assembly));
        var responseFile = Path.Combine(output, "native.rsp");
        last.Compiler.WriteResponseFile(responseFile, redirect: null);
        List<string> arguments = [last.Compiler.Version, responseFile, assembly];
        var secondFile = Path.Combine(output, "workers.rsp");
        if (forWorkers is not null)
        {
            forWorkers.Call.WriteResponseFile(secondFile, redirect: null);
            arguments.AddRange([secondFile, forWorkers.Assembly]);
        }

        var (exitCode, log, _) = await CapturedProcess.RunAsync(
            path, arguments, withError: false, Path.GetDirectoryName(last.PluginFile), cancellationToken);
        File.Delete(responseFile);
        File.Delete(secondFile);
        if (exitCode == 0) return new BuildResult { Assembly = assembly, Messages = CompilerMessage.ReadAll(log), Log = log };

        // The compiler may have ended while it wrote the program.
        if (forWorkers is not null) File.Delete(forWorkers.Assembly);
        return null;
    }
}
