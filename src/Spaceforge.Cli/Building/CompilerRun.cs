using Spaceforge.Cli.Processes;

namespace Spaceforge.Cli.Building;

/// <summary>Compiles with the arguments of the last full build, through the SDK's compiler server.</summary>
sealed class CompilerRun(DotnetHost dotnet)
{
    /// <param name="last">The build whose C# text has changed since.</param>
    /// <param name="output">An empty folder for the program.</param>
    public async Task<BuildResult> RunAsync(BuildEntry last, string output, CancellationToken cancellationToken)
    {
        var assembly = Path.Combine(output, Path.GetFileName(last.Assembly));
        var responseFile = Path.Combine(output, "compiler.rsp");
        await File.WriteAllLinesAsync(responseFile, last.Arguments.Select(argument => Quote(Redirect(argument, assembly))), cancellationToken);

        var (exitCode, log) = await CapturedProcess.RunAsync(
            dotnet.Path, ["exec", last.Compiler, "/shared", "/noconfig", $"@{responseFile}"], withError: true, folder: null, cancellationToken);
        var messages = CompilerMessage.ReadAll(log);
        if (exitCode != 0) return new BuildResult { Messages = messages, Log = log };

        // All but the program itself is as the full build left it.
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(last.Assembly)!))
        {
            var copy = Path.Combine(output, Path.GetFileName(file));
            if (!File.Exists(copy)) File.Copy(file, copy);
        }

        return new BuildResult { Assembly = assembly, Messages = messages, Log = log };
    }

    /// <summary>Lets the compiler write to the new folder.</summary>
    static string Redirect(string argument, string assembly) => argument switch
    {
        ['/', 'o', 'u', 't', ':', ..] => $"/out:{assembly}",
        ['/', 'p', 'd', 'b', ':', ..] => $"/pdb:{Path.ChangeExtension(assembly, ".pdb")}",
        ['/', 'r', 'e', 'f', 'o', 'u', 't', ':', ..] => $"/refout:{Path.ChangeExtension(assembly, ".ref")}",
        _ => argument,
    };

    // In a response file, a quoted part belongs to its argument.
    static string Quote(string argument) => argument.Contains(' ', StringComparison.Ordinal) ? $"\"{argument}\"" : argument;
}
