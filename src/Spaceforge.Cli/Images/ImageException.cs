using Spaceforge.Logging;

namespace Spaceforge.Cli.Images;

/// <summary>An image is refused. The message is the reason, without a name of the image.</summary>
sealed class ImageException(string reason) : IOException(reason)
{
    const int LongestName = 200;

    /// <summary>A name of the image for a message.</summary>
    public static string Shown(string name) =>
        LogText.OneLine(name.Length > LongestName ? $"{name[..LongestName]}..." : name);

    public static ImageException OfEntry(string name, string reason) => new($"entry '{Shown(name)}': {reason.TrimEnd('.')}");
}
