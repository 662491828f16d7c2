namespace Spaceforge.Cli.Simulating.Containers;

/// <summary>Observes a session's events in order.</summary>
interface IContainerObserver
{
    /// <summary>The step with this number starts.</summary>
    /// <returns>Whether it is the expected next step.</returns>
    bool Started(int step);

    /// <param name="line">A line of output.</param>
    /// <param name="isUnicode">Whether its bytes were valid UTF-8; invalid ones are replaced.</param>
    void Printed(string line, bool isUnicode);

    /// <summary>A process is still running after the session.</summary>
    void LeftBehind(string process);
}
