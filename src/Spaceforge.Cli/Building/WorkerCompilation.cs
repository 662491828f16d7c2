using Spaceforge.Cli.IO;

namespace Spaceforge.Cli.Building;

/// <summary>The compilation of a plugin for workers, beside the one for this machine.</summary>
/// <param name="entry">The build with the compiler call for workers.</param>
/// <param name="compiler">Compiles it if nobody else has.</param>
sealed class WorkerCompilation(BuildEntry entry, CompilerRun compiler, CancellationToken cancellationToken) : IAsyncDisposable
{
    readonly WorkFolder _folder = WorkFolder.Create();
    Task<BuildResult?>? _result;

    /// <summary>The compiler call.</summary>
    public CompilerCall Call => entry.Compiler;

    /// <summary>Where a compiler that makes both programs puts this one.</summary>
    public string Assembly => Path.Combine(_folder.Path, Path.GetFileName(entry.Assembly));

    /// <summary>The program, which is deleted with this object; null if the compiler did not run. The first call starts it.</summary>
    public Task<BuildResult?> ResultAsync() =>
        _result ??= compiler.RunAsync(entry, _folder.Path, forWorkers: null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_result is not null)
        {
            // Whoever needs the result has seen its exception.
            await _result.ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        _folder.Dispose();
    }
}
