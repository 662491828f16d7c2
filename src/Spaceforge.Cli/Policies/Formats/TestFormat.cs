namespace Spaceforge.Cli.Policies.Formats;

/// <summary>How results of tests are written.</summary>
/// <param name="Name">The format's name on the command line.</param>
sealed record TestFormat(string Name, Func<TestReport, string> Write)
{
    public static IReadOnlyList<TestFormat> All { get; } =
    [
        new("text", TestText.Write),
        new("json", TestJson.Write),
        new("junit", TestJUnit.Write),
        new("github", TestGitHub.Write),
    ];
}
