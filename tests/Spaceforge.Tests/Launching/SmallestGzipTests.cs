using System.IO.Compression;
using System.Text;
using Spaceforge.Launching;

namespace Spaceforge.Tests.Launching;

public sealed class SmallestGzipTests
{
    const int Size = 100_000;

    public static TheoryData<string> Contents => ["empty", "one byte", "zeros", "noise", "text", "two kinds", "far apart", "fibonacci"];

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task It_is_gzip_of_the_content(string kind)
    {
        var content = ContentOf(kind);
        var compressed = SmallestGzip.Compress(content);
        using var read = new MemoryStream();
        await using (var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress))
        {
            await gzip.CopyToAsync(read, TestContext.Current.CancellationToken);
        }

        Assert.Equal(content, read.ToArray());
        Assert.Equal(compressed, SmallestGzip.Compress(content));
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
        var noise = new byte[Size];
        new Random(1).NextBytes(noise);
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, Size / 10).Select(i => $"line {i % 97} of {i}\n")));
        return kind switch
        {
            "empty" => [],
            "one byte" => [7],
            "zeros" => new byte[Size],
            "noise" => noise,
            "text" => text,
            "two kinds" => [.. noise, .. text, .. noise, .. new byte[Size]],
            // As far back as deflate looks, and one byte farther.
            "far apart" => [.. noise[..300], .. new byte[32768 - 300], .. noise[..300], .. new byte[32769 - 300], .. noise[..300]],
            // Makes the longest codes.
            _ => [.. Enumerable.Range(0, 25).SelectMany(i => Enumerable.Repeat((byte)i, Fibonacci(i)))
                .OrderBy(value => (value * 7919) % 31)],
        };
    }

    static int Fibonacci(int index)
    {
        var (one, next) = (1, 1);
        for (var i = 0; i < index; i++) (one, next) = (next, one + next);
        return one;
    }
}
