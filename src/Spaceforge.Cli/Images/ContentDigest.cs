using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Images;

/// <summary>A digest as images write it: <c>sha256:</c> or <c>sha512:</c>, and hexadecimal digits.</summary>
/// <param name="Text">All of it.</param>
sealed partial record ContentDigest(string Text)
{
    public HashAlgorithmName Algorithm =>
        Text.StartsWith("sha512:", StringComparison.Ordinal) ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;

    /// <summary>Where a layout has the content.</summary>
    public string Blob => $"blobs/{Text.Replace(':', '/')}";

    public static ContentDigest Sha256Of(ReadOnlySpan<byte> content) => new($"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}");

    /// <exception cref="ImageException">It is no digest.</exception>
    public static ContentDigest Parse(string? text) => text is not null && Form().IsMatch(text)
        ? new ContentDigest(text)
        : throw new ImageException($"'{ImageException.Shown(text ?? "")}' is not a digest with SHA-256 or SHA-512");

    public bool IsOf(ReadOnlySpan<byte> content) => Text == (Algorithm == HashAlgorithmName.SHA512
        ? $"sha512:{Convert.ToHexStringLower(SHA512.HashData(content))}" : Sha256Of(content).Text);

    [GeneratedRegex(@"\A(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})\z")]
    private static partial Regex Form();
}
