namespace Spaceforge.Worker.Tests.Serving;

/// <summary>How a server fails a request.</summary>
enum Fault
{
    ServerError,
    /// <summary>Sends half of the file and closes the connection.</summary>
    Cut,
    /// <summary>Closes the connection before the response.</summary>
    Reset,
    /// <summary>Sends half of the file and then stalls.</summary>
    Stall,
    /// <summary>Two bytes a second.</summary>
    Trickle,
}
