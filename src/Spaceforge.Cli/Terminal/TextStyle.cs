namespace Spaceforge.Cli.Terminal;

/// <summary>How a terminal displays text.</summary>
[Flags]
enum TextStyle
{
    None = 0,
    Bold = 1,
    Dim = 2,
}
