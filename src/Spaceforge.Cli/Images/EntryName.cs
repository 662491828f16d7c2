using System.Text;

namespace Spaceforge.Cli.Images;

/// <summary>Names of a tar's entries, which lead nowhere but into its root.</summary>
static class EntryName
{
    const int LongestPart = 255;
    const int LongestName = 4_095;

    /// <summary>The path below the root, without slashes at its ends; empty for the root itself.</summary>
    /// <exception cref="ImageException">It leads out, or is no name.</exception>
    public static string Of(string name, int deepest)
    {
        if (Fault(name) is { } fault) throw ImageException.OfEntry(name, fault);

        string[] parts = [.. name.Split('/').Where(part => part is not ("" or "."))];
        if (parts.Contains("..")) throw ImageException.OfEntry(name, "'..' leads out of its folder");
        if (parts.Length > deepest) throw ImageException.OfEntry(name, $"folders are nested deeper than {deepest}");
        if (parts.Any(part => Encoding.UTF8.GetByteCount(part) > LongestPart))
        {
            throw ImageException.OfEntry(name, $"a name is longer than {LongestPart} bytes");
        }

        return string.Join('/', parts);
    }

    /// <summary>Checks the target of a symbolic link: an absolute one starts at the root.</summary>
    public static void CheckTarget(string name, string path, string target)
    {
        if (target.Length == 0) throw ImageException.OfEntry(name, "the link has no target");
        if (Fault(target) is { } fault) throw ImageException.OfEntry(name, $"the link's target: {fault}");

        var depth = target.StartsWith('/') ? 0 : path.Count(c => c == '/');
        foreach (var part in target.Split('/'))
        {
            depth += part switch
            {
                "" or "." => 0,
                ".." => -1,
                _ => 1,
            };
            if (depth < 0) throw ImageException.OfEntry(name, $"the link to '{ImageException.Shown(target)}' leads out of the image");
        }
    }

    static string? Fault(string name) =>
        name.Any(char.IsControl) ? "it contains control characters"
        : name.Contains('\uFFFD', StringComparison.Ordinal) ? "it is not valid UTF-8"
        : Encoding.UTF8.GetByteCount(name) > LongestName ? $"it is longer than {LongestName} bytes"
        : null;
}
