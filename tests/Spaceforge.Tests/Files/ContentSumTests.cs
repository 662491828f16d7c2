using System.Security.Cryptography;
using Spaceforge.Files;

namespace Spaceforge.Tests.Files;

public sealed class ContentSumTests
{
    const int Longest = 300;

    [Fact]
    public void It_is_the_SHA_256()
    {
        var content = new byte[Longest];
        for (var i = 0; i < content.Length; i++) content[i] = (byte)(i * 7);
        for (var length = 0; length <= Longest; length++)
        {
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(0, length))), ContentSum.Of(content.AsSpan(0, length)));
        }
    }
}
