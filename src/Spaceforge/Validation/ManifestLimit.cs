using System.Globalization;

namespace Spaceforge.Validation;

/// <summary>How large a manifest that contains its plugin may be, as far as it is known.</summary>
static class ManifestLimit
{
    /// <summary>The warning for a size in bytes, or null.</summary>
    public static string? Warning(int size) => size <= MountedFileRules.LargestFile ? null : string.Create(CultureInfo.InvariantCulture,
        $"warning: the manifest has {size} bytes. Spacelift takes {MountedFileRules.LargestFile} for each mounted file, which these keep, and does not document what it takes for a manifest.");
}
