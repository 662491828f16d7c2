namespace Spaceforge.Shared.Diagnostics;

static class DiagnosticPages
{
    /// <summary>Where the page of each diagnostic is, with its code and <c>.md</c> behind it.</summary>
    public const string Address = "https://github.com/spaceforge/spaceforge-dotnet/blob/main/docs/diagnostics/";
}
