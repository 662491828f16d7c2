namespace Spaceforge.Cli.Terminal;

/// <summary>How a terminal shows a text.</summary>
[Flags]
enum TextStyle
{
    None = 0,
    Bold = 1,
    Dim = 2,
}
