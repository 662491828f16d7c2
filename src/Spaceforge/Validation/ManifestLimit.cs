using System.Globalization;

namespace Spaceforge.Validation;

/// <summary>How large a manifest that contains its plugin may be, as far as it is known.</summary>
static class ManifestLimit
{
    /// <summary>The warning for a size in bytes, or null.</summary>
    public static string? Warning(int size) => size <= MountedFileRules.LargestFile ? null : string.Create(CultureInfo.InvariantCulture,
        $"warning: the manifest is {size} bytes. Spacelift accepts {MountedFileRules.LargestFile} per mounted file, which no file here exceeds, but does not document a limit for manifests.");
}
