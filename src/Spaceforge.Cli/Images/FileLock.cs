namespace Spaceforge.Cli.Images;

/// <summary>A lock between processes, which ends with the process that has it.</summary>
static class FileLock
{
    const int WouldBlock = 11;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <param name="path">A file for it in a folder that only the user can write to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static IDisposable Wait(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.HResult == WouldBlock)
            {
                cancellationToken.WaitHandle.WaitOne(Pause);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
