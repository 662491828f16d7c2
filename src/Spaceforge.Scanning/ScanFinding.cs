namespace Spaceforge.Scanning;

/// <summary>One thing that a scanner found. Texts may hold anything: they are cut and escaped where they are shown.</summary>
/// <param name="Severity">How bad it is. An unknown severity reaches every threshold, since nobody knows that it does not.</param>
/// <param name="Rule">The rule's id, for instance <c>AWS-0086</c>.</param>
/// <param name="Message">What is wrong, in the scanner's words.</param>
public sealed record ScanFinding(Severity Severity, string Rule, string Message)
{
    /// <summary>The file, relative to the project root, or null.</summary>
    public string? File { get; init; }

    /// <summary>The first line, from 1; 0 and less stand for none.</summary>
    public int Line { get; init; }

    /// <summary>The last line; without one, or before the first, the finding has one line.</summary>
    public int EndLine { get; init; }

    /// <summary>The address of the resource, for instance <c>aws_s3_bucket.logs</c>, or null.</summary>
    public string? Resource { get; init; }

    /// <summary>Where the rule is explained, or null.</summary>
    public string? Link { get; init; }

    internal bool Reaches(Severity threshold) => Severity == Severity.Unknown || Severity >= threshold;

    /// <summary>For instance <c>main.tf:3-9</c>; empty without a file.</summary>
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
