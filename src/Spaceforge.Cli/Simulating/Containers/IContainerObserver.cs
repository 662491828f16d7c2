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

    /// <summary>Where the beginning of a line that is too long can be split.</summary>
    /// <param name="text">The beginning.</param>
    /// <param name="rest">How much of it has to stay with what follows.</param>
    int PlaceToCut(string text, int rest);

    /// <summary>A process is still running after the session.</summary>
    void LeftBehind(string process);
}
