namespace Spaceforge.Cli.Diffing;

/// <summary>One thing that an installer will notice.</summary>
/// <param name="Kind">What it means for them.</param>
/// <param name="Part">The kind of part: <c>parameter</c>, <c>variable</c>, <c>file</c>, <c>hook</c>, ...</param>
/// <param name="Name">The part's name; null for the plugin itself.</param>
/// <param name="Message">What changed, as a sentence without its subject.</param>
sealed record ManifestChange(ChangeKind Kind, string Part, string? Name, string Message)
{
    public string Subject => Name is null ? Part : $"{Part} {Name}";

    /// <summary>The word for <see cref="Kind"/>.</summary>
    public string Word => Kind switch
    {
        ChangeKind.Breaking => "breaking",
        ChangeKind.Addition => "addition",
        _ => "change",
    };
}
