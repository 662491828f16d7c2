using System.Security.Cryptography;
using System.Text;
using Spaceforge.Launching;
using Spaceforge.Validation;

namespace Spaceforge.Tests.Launching;

/// <summary>How a manifest carries a compressed file.</summary>
public sealed class PayloadTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 1)]
    [InlineData(1_440_000, 1)]
    [InlineData(1_440_001, 2)]
    [InlineData(2_880_003, 3)]
    public void Parts_keep_the_platforms_limit_and_give_the_whole_in_their_order(int size, int parts)
    {
        var content = new byte[size];
        new Random(1).NextBytes(content);
        var payload = Payload.Of("/mnt/workspace/plugins/p", "program", content);

        Assert.Equal(Enumerable.Range(1, parts)
            .Select(i => $"/mnt/workspace/plugins/p/payload/program.{i}"), payload.Parts.Select(part => part.Path));
        Assert.All(payload.Parts, part => Assert.True(Encoding.UTF8.GetByteCount(part.Content) < MountedFileRules.LargestFile));
        Assert.Equal(content, payload.Parts.SelectMany(part => Convert.FromBase64String(part.Content)).ToArray());
        Assert.Equal($"{Convert.ToHexStringLower(SHA256.HashData(content))} {parts}", payload.Words);
    }
}
