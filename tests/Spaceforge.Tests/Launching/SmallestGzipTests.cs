using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Spaceforge.Launching;

namespace Spaceforge.Tests.Launching;

public sealed class SmallestGzipTests
{
    const int Size = 20_000;

    // Other bytes would make every committed manifest with a payload outdated.
    [Theory]
    [InlineData("empty", "16f2a271f3311f9daa61261bf558de2d7e084929e9e8569ba6a86a33f98eca9c")]
    [InlineData("one byte", "03837e8ff998d06c8eaa79953b4d5ee095b124602de87a5b28c2fe9b1ddc188b")]
    [InlineData("zeros", "df86b336a8214bd5fec4e5138cbb87943de79331d08cee998964283104f848d5")]
    [InlineData("noise", "a1f2bf734c271d89d9d9e11d1a2df58e737003880c70b8772a16dc323d6b20e2")]
    [InlineData("text", "25591947d9c705903d04147588544b4de72824e6a75233c56f8b38f37144d6a4")]
    [InlineData("two kinds", "389ecd4bb906c42641ccdd0b7b4c196a12413c46900685dbcb9bb8ee9e32ffbf")]
    [InlineData("far apart", "7372a756cbf4bae63eb52fbfcab9d2ce5d291a138b3acdb8f2ec5656849df836")]
    [InlineData("fibonacci", "b0d47f707a0885c5d7910aa736d250982fcd23dd84b66c321ebf01c3ebee7944")]
    [InlineData("costly", "61095bbb144675a9833dc7bac6b3ae2977ad9d2e8ad8bf65a3098adbe8aa9ee2")]
    public async Task It_is_gzip_of_the_content_and_the_same_in_each_version(string kind, string sha256)
    {
        var content = ContentOf(kind);
        var compressed = SmallestGzip.Compress(content);
        using var read = new MemoryStream();
        await using (var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress))
        {
            await gzip.CopyToAsync(read, TestContext.Current.CancellationToken);
        }

        Assert.Equal(content, read.ToArray());
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(compressed)));
    }

    [Fact]
    public void A_program_gets_smaller_than_with_NETs()
    {
        var content = File.ReadAllBytes(typeof(SmallestGzip).Assembly.Location);
        using var other = new MemoryStream();
        using (var gzip = new GZipStream(other, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(content);
        Assert.InRange(SmallestGzip.Compress(content).Length, 1, other.Length * 99 / 100);
    }

    static byte[] ContentOf(string kind)
    {
        var noise = Noise(Size);
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, Size / 10).Select(i => $"line {i % 97} of {i}\n")));
        return kind switch
        {
            "empty" => [],
            "one byte" => [7],
            // Its cost in bits, in the units of the compressor, does not fit into an integer.
            "costly" => Noise(1_100_000),
            "zeros" => new byte[Size],
            "noise" => noise,
            "text" => text,
            "two kinds" => [.. noise, .. text, .. noise, .. new byte[Size]],
            // As far back as deflate looks, and one byte farther.
            "far apart" => [.. noise[..300], .. new byte[32768 - 300], .. noise[..300], .. new byte[32769 - 300], .. noise[..300]],
            // Makes the longest codes.
            _ => [.. Enumerable.Range(0, 22).SelectMany(i => Enumerable.Repeat((byte)i, Fibonacci(i)))
                .OrderBy(value => (value * 7919) % 31)],
        };
    }

    static byte[] Noise(int size)
    {
        var noise = new byte[size];
        new Random(1).NextBytes(noise);
        return noise;
    }

    static int Fibonacci(int index)
    {
        var (one, next) = (1, 1);
        for (var i = 0; i < index; i++) (one, next) = (next, one + next);
        return one;
    }
}
