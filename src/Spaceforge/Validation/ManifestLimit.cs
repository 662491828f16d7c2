using System.Globalization;

namespace Spaceforge.Validation;

/// <summary>How large a manifest that contains its plugin may be, as far as it is known.</summary>
static class ManifestLimit
{
    /// <summary>The most bytes that the tool reads. A manifest carries a few files of up to 2 MB.</summary>
    public const int Largest = 16_000_000;

    /// <summary>Why a manifest with so many bytes is not made, or null.</summary>
    public static string? Error(int size) => size <= Largest ? null : string.Create(CultureInfo.InvariantCulture,
        $"The manifest would have {size} bytes, and at most {Largest} are read. Fetch large files in a hook instead of mounting them.");

    /// <summary>The warning for a size in bytes, or null.</summary>
    public static string? Warning(int size) => size <= MountedFileRules.LargestFile ? null : string.Create(CultureInfo.InvariantCulture,
        $"warning: the manifest is {size} bytes. Spacelift accepts {MountedFileRules.LargestFile} per mounted file, which no file here exceeds, but does not document a limit for manifests.");
}
