namespace Spaceforge.Shared.Diagnostics;

static class DiagnosticPages
{
    /// <summary>The URL of the diagnostics' pages, to be followed by the code and <c>.md</c>.</summary>
    public const string Address = "https://github.com/spaceforge/spaceforge-dotnet/blob/main/docs/diagnostics/";
}
