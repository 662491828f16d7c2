using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Spaceforge.Launching;

namespace Spaceforge.Tests.Launching;

public sealed class SmallestGzipTests
{
    const int Size = 10_000;

    // Other bytes would make every committed manifest with a payload outdated.
    [Theory]
    [InlineData("empty", "16f2a271f3311f9daa61261bf558de2d7e084929e9e8569ba6a86a33f98eca9c")]
    [InlineData("one byte", "03837e8ff998d06c8eaa79953b4d5ee095b124602de87a5b28c2fe9b1ddc188b")]
    [InlineData("zeros", "473671f663008b1650b9b2d3ca22e0da24f5a9b65ed23cae53b4046afffa8b9b")]
    [InlineData("noise", "899175eadb5d8a55b074cb26732eb91702c5e0dedd57e461fc29eb5d3cadd808")]
    [InlineData("text", "bdbac0b36fc4ba7059b6b1c28212d573ff899d16ea158221ad0f7202c2daeec2")]
    [InlineData("two kinds", "af35fbe6557dea1bc22393a796cbf9e6d5df6cb91a26bc9bd216b38433b5a99e")]
    [InlineData("far apart", "c0f77fd8e6f00ca1920c5bf7f792e94b6eb641a68527d3e218b6a4a3d6b1a7b6")]
    [InlineData("fibonacci", "e1a80e9f9b5b87f17ac6790c50e9561f617c498053a48c5809b33121b794ae92")]
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

    static byte[] ContentOf(string kind)
    {
        var noise = Noise(Size);
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, Size / 10).Select(i => $"line {i % 97} of {i}\n")));
        return kind switch
        {
            "empty" => [],
            "one byte" => [7],
            "zeros" => new byte[2000],
            "noise" => noise,
            "text" => text,
            "two kinds" => [.. noise, .. text, .. noise[..^1000], .. new byte[2000]],
            // As far back as deflate looks, and one byte farther.
            "far apart" => [.. Noise(32768), .. noise[..300], .. Noise(65537)[33068..], .. noise[..300]],
            // Makes the longest codes: what is between the rare bytes keeps them from being repetitions.
            _ => [.. Enumerable.Range(0, 18).SelectMany(i => Enumerable.Repeat((byte)i, Fibonacci(i)))
                .Select((value, i) => (Value: value, Order: (uint)i * 2654435761u))
                .OrderBy(pair => pair.Order)
                .SelectMany(pair => (byte[])[pair.Value, (byte)(100 + (pair.Order >> 8) % 150)])],
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
