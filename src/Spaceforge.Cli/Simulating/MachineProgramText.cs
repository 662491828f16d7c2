namespace Spaceforge.Cli.Simulating;

/// <summary>Says which of the machine's programs a worker may not have.</summary>
static class MachineProgramText
{
    const int Most = 30;

    /// <param name="programs">Their names; at least one.</param>
    public static string Of(IReadOnlyList<string> programs)
    {
        var more = programs.Count > Most ? $" and {programs.Count - Most} more" : "";
        var others = programs.Any(program => program != "dotnet")
            ? "\nA hook that calls one fails there, unless the stack's image has it; --image runs hooks in that image." : "";
        // The launcher fetches the runtime. An SDK is not there either.
        var launcher = programs.Contains("dotnet")
            ? "\nWhere dotnet is missing, a plugin's launcher downloads it in every run." : "";
        return $"Spacelift's default image does not have: {string.Join(", ", programs.Take(Most))}{more}{others}{launcher}";
    }
}
