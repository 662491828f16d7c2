using Spaceforge.Cli.Resources;
using Spaceforge.Shared.Diagnostics;

namespace Spaceforge.Cli.ModelContext;

/// <summary>The pages of docs/diagnostics, which are part of the tool.</summary>
static class CodePage
{
    const string Folder = "diagnostics/";

    /// <exception cref="UsageException">There is no such code.</exception>
    public static string Read(string code)
    {
        var all = typeof(CodePage).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name)).ToArray();
        var known = all.FirstOrDefault(name => name.Equals(code, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException($"Unknown code '{code}'.{(Nearest.To(code, all) is { } near ? $" Did you mean '{near}'?" : "")}");
        return ToolResource.ReadText($"{Folder}{known}.md");
    }
}
