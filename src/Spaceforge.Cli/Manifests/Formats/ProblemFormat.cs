namespace Spaceforge.Cli.Manifests.Formats;

/// <summary>How findings are written.</summary>
/// <param name="Name">The format's name on the command line.</param>
/// <param name="Write">Formats all findings of all files; empty if there are none.</param>
sealed record ProblemFormat(string Name, Func<IReadOnlyList<ManifestFile>, string> Write)
{
    public static IReadOnlyList<ProblemFormat> All { get; } =
    [
        new("text", files => Lines(files, problem => problem.ToString())),
        new("json", JsonFormat.Write),
        new("github", files => Lines(files, GitHubFormat.Line)),
        new("sarif", SarifFormat.Write),
    ];

    static string Lines(IReadOnlyList<ManifestFile> files, Func<ManifestProblem, string> line) =>
        string.Concat(ProblemLines.Of([.. files.SelectMany(file => file.Problems)], line).Select(text => $"{text}\n"));
}
