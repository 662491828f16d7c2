using System.Text;
using System.Text.Json.Nodes;
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
        masker.Add("secretary");
        Assert.Equal("***** and *****, *****", masker.Apply("my-secret-key and secret, secretary"));
    }

    [Fact]
    public void Nothing_is_no_secret()
    {
        var masker = new SecretMasker();
        masker.Add(null);
        masker.Add("");
        Assert.Equal("text", masker.Apply("text"));
        Assert.False(masker.Contains("text"));
        masker.Add("text");
        Assert.Equal(0, new SecretMasker().LongestWritten);
        Assert.Equal(4, new SecretMasker().PlaceToCut("text"));
        Assert.True(masker.Contains("a text"));
        Assert.False(masker.Contains("another"));
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

    [Theory]
    [InlineData("""a<b>&"c"\d'e é😀""", """a\u003cb\u003e\u0026\"c\"\\d'e é😀""")]
    [InlineData("""a<b>&"c"\d'e é😀""", """a<b>&\"c\"\\d'e \u00e9\ud83d\ude00""")]
    [InlineData("""a<b>&"c"\d'e é😀""", """a\u003Cb\u003E\u0026\u0022c\u0022\\d\u0027e \u00E9\uD83D\uDE00""")]
    [InlineData("""a<b>&"c"\d'e é😀""", """a<b>&\\\"c\\\"\\\\d'e \\u00e9\\ud83d\\ude00""")]
    [InlineData("""a<b>&"c"\d'e é😀""", """a&lt;b&gt;&amp;&quot;c&quot;\d&#39;e é😀""")]
    [InlineData("""a<b>&"c"\d'e é😀""", """a&#60;b&#x3E;&amp;&#34;c&#x22;\d&apos;e &#233;&#x1F600;""")]
    [InlineData("""a<b>&"c"\d'e é😀""", """a&amp;lt;b&amp;gt;&amp;amp;&amp;quot;c&amp;quot;\d&amp;#x27;e é😀""")]
    [InlineData("""a<b>&"c"\d'e é😀""", "a%3cb%3e%26%22c%22%5cd%27e%20%c3%a9%f0%9f%98%80")]
    [InlineData("""a<b>&"c"\d'e é😀""", "a%3Cb%3E%26%22c%22%5Cd'e+%C3%A9%F0%9F%98%80")]
    [InlineData("""a<b>&"c"\d'e é😀""", "a%253Cb%253E%2526%2522c%2522%255Cd%2527e%2520%25C3%25A9%25F0%259F%2598%2580")]
    [InlineData("""a<b>&"c"\d'e é😀""", """a\u0026lt;b\u0026gt;\u0026amp;\u0026#34;c\u0026#34;\\d\u0026#39;e é😀""")]
    [InlineData("""a<b>&"c"\d'e é😀""", """a\<b\>\&\"c\"\\d\'e\ é😀""")]
    [InlineData("""a<b>&"c"\d'e é😀""", """a<b>&"c"\d'\''e é😀""")]
    [InlineData("""a<b>&"c"\d'e é😀""", """a<b>&\"c\"\\d'e \303\251\360\237\230\200""")]
    [InlineData("""a<b>&"c"\d'e é😀""", """a<b>&\"c\"\\d'e \xc3\xa9\xf0\x9f\x98\x80""")]
    [InlineData("""a<b>&"c"\d'e é😀""", """a<b>&\"c\"\\d'e \u{e9}\U0001f600""")]
    [InlineData("+/token+/==", """\/nothing \u002b\/token+\/\u003d=""", """\/nothing *****""")]
    [InlineData("100% & more", "%31%30%30%25+%26+more")]
    [InlineData("  padded\n", "[padded]", "[*****]")]
    [InlineData("padded", " padded\n", " *****\n")]
    [InlineData("two words", "two&nbsp;words")]
    [InlineData("uzzzz-token", "\\uzzzz-token")]
    [InlineData("say \"hi\" now", "say \"\"hi\"\" now")]
    [InlineData("say \"hi\"", "say \\\"hi\\\"")]
    [InlineData("it's mine", "it''s mine")]
    [InlineData("pässwörd", "p%E4ssw%F6rd")]
    [InlineData("a b%4gc", "a%20b%4gc")]
    [InlineData("a b%g4c", "a%20b%g4c")]
    [InlineData("key one\nkey two\n", """{"k":"key one\nkey two\n"}""", """{"k":"*****"}""")]
    [Attack("tool output", "a secret as escaped by Go, Python and .NET JSON, URLs, forms, HTML and shells",
        "it is masked even if it is escaped three times")]
    // After another one that ends like the start of an escape.
    [InlineData("9\"%0", "9\"%09%2522%25250", "**********")]
    [InlineData("n\"b\\", "n\"b\\n\\\"b\\\\", "**********")]
    public void A_secret_is_found_however_it_is_escaped(string secret, string text, string expected = "*****")
    {
        var masker = new SecretMasker();
        masker.Add(secret);
        Assert.Equal(expected, masker.Apply(text));
        Assert.Equal($"x {expected} y", masker.Apply($"x {text} y"));
    }

    [Fact]
    [Attack("tool output",
        "a secret in Base64 at any offset, in any alphabet, padded or not; in hexadecimal; in basic authentication", "it is masked")]
    public void A_secret_is_found_in_Base64_and_hexadecimal_digits()
    {
        foreach (var secret in (string[])["hunter2", "pass", "p@ss>w?rd~ÿ",
            "a long one which has a few more characters than others have, so that its Base64 is broken into lines", "x\"y<&é"])
        {
            var masker = new SecretMasker();
            masker.Add(secret);
            for (var before = 0; before < 7; before++)
            {
                foreach (var after in (string[])["", "\n", "\", z"])
                {
                    var bytes = Encoding.UTF8.GetBytes($"{new string('u', before)}{secret}{after}");
                    var base64 = Convert.ToBase64String(bytes);
                    foreach (var form in (string[])[base64, base64.TrimEnd('='), base64.Replace('+', '-')
                        .Replace('/', '_'), base64.Replace("/", "\\/").Replace("=", "\\u003d"), Uri.EscapeDataString(base64)])
                    {
                        var masked = masker.Apply($"Authorization: Basic {form} end");
                        Assert.Matches(@"^Authorization: Basic u?[\w+/]*\*{5}[\w+/%=\\-]* end$", masked);
                        // What is left may be of what stands around it only.
                        Assert.True(masked.Length - "Authorization: Basic ***** end".Length <= (before + after.Length) * 8
                            + (after.Length > 0 ? 12 : 0), masked);
                    }

                    Assert.Contains("*****", masker.Apply(Convert.ToHexString(bytes)));
                    Assert.Contains("*****", masker.Apply(Convert.ToHexStringLower(bytes)));
                }
            }
        }
    }

    [Theory]
    [InlineData("pass1word", "u", "d*****")]
    [InlineData("pass1word", "uu", "dX*****")]
    [InlineData("漢字pass", "s", "c*****")]
    [InlineData("🔴pass", "s", "c*****")]
    // Digits that addresses write in another way.
    [InlineData("pa?>?>?>", "u", "d*****")]
    // The longest whose digits are in one line, with padding.
    [InlineData("a-secret-whose-Base64-has-one-line-of-64-digits", "u", "d*****")]
    public void A_digit_of_Base64_that_is_partly_of_a_secret_is_masked(string secret, string before, string expected)
    {
        var masker = new SecretMasker();
        masker.Add(secret);
        foreach (var after in (string[])["", "=", "=="])
        {
            var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + secret)).TrimEnd('=') + after;
            Assert.Equal(expected, masker.Apply(base64));
            Assert.Equal(expected, masker.Apply(base64.Replace('+', '-').Replace('/', '_')));
        }

        var alone = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        Assert.Equal("*****", masker.Apply(alone));
    }

    [Theory]
    [InlineData("pass\"<word", """pass\"<word""", """pass\"\u003cword""", """pass\"<word""")]
    [InlineData("pass\\>word", """pass\\>word""", """pass\\\u003eword""", """pass\\>word""")]
    [InlineData("pass\"éword", """pass\"éword""", """pass\"éword""", """pass\"\u00e9word""")]
    [InlineData("pass<word", "pass<word", """pass\u003cword""", "pass<word")]
    [InlineData("pass>word", "pass>word", """pass\u003eword""", "pass>word")]
    [InlineData("pass&word", "pass&word", """pass\u0026word""", "pass&word")]
    [InlineData("pass\"word", """pass\"word""", """pass\"word""", """pass\"word""")]
    [InlineData("pass\" ~éword", """pass\" ~éword""", """pass\" ~éword""", """pass\" ~\u00e9word""")]
    [InlineData("pass\"<éword", """pass\"<éword""", """pass\"\u003céword""", """pass\"<\u00e9word""")]
    [InlineData("pass\\word", """pass\\word""", """pass\\word""", """pass\\word""")]
    [InlineData("pass\nword", """pass\nword""", """pass\nword""", """pass\nword""")]
    [InlineData("pass\rword", """pass\rword""", """pass\rword""", """pass\rword""")]
    [InlineData("pass\tword", """pass\tword""", """pass\tword""", """pass\tword""")]
    [InlineData("pass\u0001word", """pass\u0001word""", """pass\u0001word""", """pass\u0001word""")]
    [InlineData("passéword", "passéword", "passéword", """pass\u00e9word""")]
    public void A_secret_is_found_in_the_Base64_of_a_JSON_document(string secret, string javaScript, string go, string python)
    {
        var masker = new SecretMasker();
        masker.Add(secret);
        foreach (var json in (string[])[javaScript, go, python])
        {
            var masked = masker.Apply(Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"k":"{{json}}"}""")));
            // {"k":" is eight digits, of which the last is masked too, and "} with padding at most five.
            Assert.StartsWith("eyJrIjo*****", masked, StringComparison.Ordinal);
            Assert.InRange(masked.Length, 12, 17);
        }
    }

    [Fact]
    public void Blanks_around_a_secret_are_not_part_of_its_digits()
    {
        var masker = new SecretMasker();
        masker.Add(" padded ");
        Assert.Equal("*****", masker.Apply(Convert.ToHexStringLower("padded"u8)));
        masker.Add(" pass ");
        Assert.Equal("*****", masker.Apply(Convert.ToHexStringLower("pass"u8)));
        // Too short without its blanks.
        masker.Add(" ab ");
        Assert.Equal("6162", masker.Apply("6162"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public void Base64_in_lines_is_masked(string end)
    {
        var masker = new SecretMasker();
        var secret = string.Concat(Enumerable.Range(0, 20).Select(i => $"part{i}-"));
        masker.Add($"{secret}{end}");
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{secret}\n"));
        foreach (var line in base64.Chunk(76)) Assert.Equal("*****", masker.Apply(new string(line).TrimEnd('=')));
        var json = string.Join("\\n", base64.Chunk(76).Select(line => new string(line))).TrimEnd('=');
        Assert.Equal("\"*****\\n*****\\n*****\"", masker.Apply($"\"{json}\""));
    }

    [Fact]
    public void Base64_in_lines_of_a_short_secret_of_long_characters_is_masked()
    {
        var masker = new SecretMasker();
        var secret = string.Concat(Enumerable.Range(0, 30).Select(i => (char)('À' + i)));
        masker.Add(secret);
        foreach (var line in Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).Chunk(64))
        {
            Assert.Equal("*****", masker.Apply(new string(line)));
        }
    }

    [Fact]
    [Attack("tool output", "a secret as a number in policy input", "it is masked")]
    public void Numbers_in_JSON_are_masked()
    {
        var masker = new SecretMasker();
        masker.Add("123456789");
        Assert.Equal("""{"a":"*****","b":12}""", MaskedJson.Of(JsonNode.Parse("""{"a":123456789,"b":12}""")!, masker.Apply).ToJsonString());
        Assert.Equal("""{"a":null,"b":[null,true,["*****"]]}""",
            MaskedJson.Of(JsonNode.Parse("""{"a":null,"b":[null,true,[123456789]]}""")!, masker.Apply).ToJsonString());
    }

    [Fact]
    public void Secrets_that_overlap_leave_nothing_between_them()
    {
        var masker = new SecretMasker();
        masker.Add("abcdefgh");
        masker.Add("efghijkl");
        masker.Add("aaaa");
        Assert.Equal("x *****", masker.Apply("x abcdefghijkl"));
        Assert.Equal("*****", masker.Apply(new string('a', 100_000)));
    }

    [Fact]
    [Attack("tool output", "an endless line, split inside a secret", "it is split before the secret")]
    public void A_text_is_not_cut_inside_a_secret()
    {
        var masker = new SecretMasker();
        masker.Add("s<cr>t-value");
        const string Secret = """s\u003ccr\u003et-value""";
        var text = $"{new string('x', 1000)}{Secret}{new string('y', 1000)}";
        for (var length = 900; length < 1500; length++)
        {
            var cut = masker.PlaceToCut(text.AsSpan(0, length));
            Assert.InRange(cut, 1, length);
            var pieces = masker.Apply(text[..cut]) + masker.Apply(text[cut..]);
            Assert.Equal($"{new string('x', 1000)}*****{new string('y', 1000)}", pieces);
        }
    }

    [Theory]
    [InlineData("password12", 8)]
    [InlineData("xxxpassword", 3)]
    [InlineData("xxpassword, and as much again that is no secret", 24)]
    public void A_cut_that_would_be_in_a_secret_is_before_it_and_never_at_the_start(string text, int expected)
    {
        var masker = new SecretMasker();
        masker.Add("password");
        Assert.Equal(expected, masker.PlaceToCut(text));
    }

    [Fact]
    public void Each_secret_is_announced_once_where_the_platform_can_carry_it()
    {
        var announced = new List<string>();
        var masker = new SecretMasker { Announce = announced.Add };
        foreach (var secret in (string[])["hunter2", "hunter2", "with blank", "two\nlines", "abc", "$(id)", " pass\n"]) masker.Add(secret);
        Assert.Equal(["hunter2", "$(id)", "pass"], announced);
    }
}
