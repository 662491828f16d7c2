using System.IO.Compression;
using System.Security.Cryptography;
using Spaceforge.Launching;

namespace Spaceforge.Tests.Launching;

/// <summary>Contents that take too long for the mutation score.</summary>
public sealed class LargeGzipTests
{
    [Fact]
    public void A_content_whose_cost_is_no_integer_is_compressed()
    {
        var content = new byte[1_100_000];
        new Random(1).NextBytes(content);
        Assert.Equal(
            "61095bbb144675a9833dc7bac6b3ae2977ad9d2e8ad8bf65a3098adbe8aa9ee2",
            Convert.ToHexStringLower(SHA256.HashData(SmallestGzip.Compress(content))));
    }

    [Fact]
    public void A_program_gets_smaller_than_with_NETs()
    {
        var content = File.ReadAllBytes(typeof(SmallestGzip).Assembly.Location);
        using var other = new MemoryStream();
        using (var gzip = new GZipStream(other, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(content);
        Assert.InRange(SmallestGzip.Compress(content).Length, 1, other.Length * 99 / 100);
    }
}
