using Spaceforge.Secrets;

namespace Spaceforge.Tests.Secrets;

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

    [Theory]
    [InlineData("a\"b\\c/d", """{"x":"a\"b\\c/d"}""", """{"x":"*****"}""")]
    [InlineData("a&b=c d", "https://example.com?q=a%26b%3Dc%20d", "https://example.com?q=*****")]
    [InlineData("pässwörd+<", """{"x":"p\u00E4ssw\u00F6rd\u002B\u003C"}""", """{"x":"*****"}""")]
    public void A_secret_is_found_as_JSON_and_addresses_write_it(string secret, string text, string expected)
    {
        var masker = new SecretMasker();
        masker.Add(secret);
        Assert.Equal(expected, masker.Apply(text));
    }

    [Fact]
    public void Each_secret_is_announced_once_where_the_platform_can_carry_it()
    {
        var announced = new List<string>();
        var masker = new SecretMasker { Announce = announced.Add };
        foreach (var secret in (string[])["hunter2", "hunter2", "with blank", "two\nlines", "abc", "$(id)"]) masker.Add(secret);
        Assert.Equal(["hunter2", "$(id)"], announced);
    }
}
