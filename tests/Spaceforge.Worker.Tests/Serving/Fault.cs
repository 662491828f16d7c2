namespace Spaceforge.Worker.Tests.Serving;

/// <summary>How a server may fail one request.</summary>
enum Fault
{
    ServerError,
    /// <summary>Half of the file, and the end of the connection.</summary>
    Cut,
    /// <summary>The connection breaks before the answer.</summary>
    Reset,
    /// <summary>Half of the file, and then nothing more, with the connection kept.</summary>
    Stall,
    /// <summary>Two bytes a second.</summary>
    Trickle,
}
