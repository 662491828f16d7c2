using Spaceforge.Services;

namespace Spaceforge.Tests.Services;

/// <summary>Secrets are replaced wherever they stand.</summary>
public sealed class SecretMaskerTests
{
    [Theory]
    [InlineData("s3cret", "a s3cret, s3crets3cret", "a *****, **********")]
    [InlineData("a.*b(c)[d]$", "x a.*b(c)[d]$ y", "x ***** y")]
    [InlineData("abc", "abc stays, it is too short", "abc stays, it is too short")]
    [InlineData("line one\nline two", "only line two here", "only ***** here")]
    public void A_secret_is_replaced(string secret, string text, string expected)
    {
        var masker = new SecretMasker();
        masker.Add(secret);
        Assert.Equal(expected, masker.Apply(text));
    }

    [Fact]
    public void A_secret_that_holds_another_one_leaves_nothing_behind()
    {
        var masker = new SecretMasker();
        masker.Add("secret");
        masker.Add("my-secret-key");
        Assert.Equal("***** and *****", masker.Apply("my-secret-key and secret"));
    }

    [Fact]
    public void Nothing_is_no_secret()
    {
        var masker = new SecretMasker();
        masker.Add(null);
        masker.Add("");
        Assert.Equal("text", masker.Apply("text"));
    }
}
