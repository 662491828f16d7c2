namespace Spaceforge.Scanning;

/// <summary>A finding of a scanner. Its texts are not trusted: they are shortened and escaped when they are shown.</summary>
/// <param name="Severity">The severity. An unknown severity reaches every threshold, to be safe.</param>
/// <param name="Rule">The rule's id, for example <c>AWS-0086</c>.</param>
/// <param name="Message">What is wrong, in the scanner's words.</param>
public sealed record ScanFinding(Severity Severity, string Rule, string Message)
{
    /// <summary>The file, relative to the project root, or null.</summary>
    public string? File { get; init; }

    /// <summary>The first line, starting at 1; 0 or less means no line.</summary>
    public int Line { get; init; }

    /// <summary>The last line; if it is not after the first, the finding has one line.</summary>
    public int EndLine { get; init; }

    /// <summary>The address of the resource, for example <c>aws_s3_bucket.logs</c>, or null.</summary>
    public string? Resource { get; init; }

    /// <summary>The URL of the rule's documentation, or null.</summary>
    public string? Link { get; init; }

    /// <summary>How to fix it, in the scanner's words, or null.</summary>
    public string? Fix { get; init; }

    internal bool Reaches(Severity threshold) => Severity == Severity.Unknown || Severity >= threshold;

    /// <summary>For example <c>main.tf:3-9</c>; empty if there is no file.</summary>
    internal string Place
    {
        get
        {
            var file = ShortText.Of(File, 200);
            if (file.Length == 0 || Line <= 0) return file;
            return EndLine > Line ? $"{file}:{Line}-{EndLine}" : $"{file}:{Line}";
        }
    }
}
