namespace Spaceforge.Cli.Resources;

/// <summary>The files that are embedded in the tool.</summary>
static class ToolResource
{
    /// <param name="name">The logical name, which must exist.</param>
    public static string ReadText(string name)
    {
        using var reader = new StreamReader(typeof(ToolResource).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
