namespace Spaceforge.Cli.Simulating.Containers;

/// <summary>Is told what a session does, in the order in which it does it.</summary>
interface IContainerObserver
{
    /// <summary>The step with this number begins.</summary>
    /// <returns>Whether it is the one that comes next.</returns>
    bool Started(int step);

    /// <param name="line">A line of output.</param>
    /// <param name="isUnicode">Whether its bytes were UTF-8; what was not is replaced in it.</param>
    void Printed(string line, bool isUnicode);

    /// <summary>A process goes on after the session.</summary>
    void LeftBehind(string process);
}
