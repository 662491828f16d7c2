namespace Spaceforge.Cli.Building;

/// <summary>A compilation of a plugin for workers that may still be running.</summary>
sealed class WorkerCompilation : IAsyncDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spaceforge-portable-");

    /// <param name="compile">Compiles into a folder.</param>
    public WorkerCompilation(Func<string, Task<BuildResult?>> compile) => Result = compile(_folder.FullName);

    /// <summary>The program, which is deleted with this object; null if the compiler did not run.</summary>
    public Task<BuildResult?> Result { get; }

    public async ValueTask DisposeAsync()
    {
        // Whoever needs the result has seen its exception.
        await Result.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _folder.Delete(recursive: true);
    }
}
