using Spaceforge.Cli.Processes;

namespace Spaceforge.Cli.Building;

/// <summary>Compiles with the arguments of the last full build: natively, or through the SDK's compiler server.</summary>
sealed class CompilerRun(DotnetHost dotnet, NativeCompiler? native, BuildTimings timings)
{
    /// <param name="last">The build whose C# text has changed since.</param>
    /// <param name="output">An empty folder for the program.</param>
    /// <param name="forWorkers">Compiled at the same time.</param>
    /// <returns>Null if the compiler did not run.</returns>
    public async Task<BuildResult?> RunAsync(
        BuildEntry last, string output, WorkerCompilation? forWorkers, CancellationToken cancellationToken)
    {
        var assembly = Path.Combine(output, Path.GetFileName(last.Assembly));
        // The native compiler has made it together with another program.
        var result = File.Exists(assembly) ? new BuildResult { Assembly = assembly, Messages = [], Log = "" }
            : native is null || last.Compiler.NeedsSdk ? null
            : await timings.MeasureAsync("compile natively", () => native.RunAsync(last, output, forWorkers, cancellationToken));
        if (result is null)
        {
            _ = forWorkers?.ResultAsync();
            result = await timings.MeasureAsync("compile with the SDK", () => RunSdkAsync(last, output, cancellationToken));
        }

        if (result.Assembly is null) return result.Messages.Any(message => message.IsError) ? result : null;

        // Everything but the program itself comes from the full build.
        foreach (var file in last.Program.Keys)
        {
            var copy = Path.Combine(output, Path.GetRelativePath(last.ProgramFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (!File.Exists(copy)) File.Copy(file, copy);
        }

        return result;
    }

    async Task<BuildResult> RunSdkAsync(BuildEntry last, string output, CancellationToken cancellationToken)
    {
        var assembly = Path.Combine(output, Path.GetFileName(last.Assembly));
        var responseFile = Path.Combine(output, "compiler.rsp");
        last.Compiler.WriteResponseFile(responseFile, assembly);
        var (exitCode, log, error) = await CapturedProcess.RunAsync(
            dotnet.Path,
            ["exec", last.Compiler.Path, "/shared", "/noconfig", $"@{responseFile}"],
            withError: true,
            Path.GetDirectoryName(last.PluginFile),
            cancellationToken,
            ending: CapturedProcess.OfSdk);
        File.Delete(responseFile);
        log += error;
        return new BuildResult { Assembly = exitCode == 0 ? assembly : null, Messages = CompilerMessage.ReadAll(log), Log = log };
    }
}
