namespace Spaceforge.Cli.Diffing.Formats;

/// <summary>A comparison for a pull request.</summary>
static class DiffMarkdown
{
    public static string Write(PluginDiff diff)
    {
        var markdown = new MarkdownBuilder();
        markdown.Heading(3, MarkdownText.Code(diff.New.Name) + $" {diff.Old.Version} → {diff.New.Version}");
        if (diff.Changes.Count > 0)
        {
            markdown.Table(["", "What", "Change"], diff.Changes.Select(change => (MarkdownText[])
            [
                change.Kind == ChangeKind.Breaking ? MarkdownText.Bold(change.Word) : change.Word,
                change.Name is null ? change.Part : change.Part + (MarkdownText)" " + MarkdownText.Code(change.Name),
                change.Message,
            ]));
        }

        markdown.Paragraph(DiffText.Verdict(diff));
        return markdown.ToString().TrimEnd('\n') + "\n";
    }
}
