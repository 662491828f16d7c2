using System.Text;
using Spaceforge.Cli.Simulating;
using Spaceforge.Cli.Simulating.Containers;

namespace Spaceforge.Tests.Simulating;

/// <summary>Secrets in the log of a simulation.</summary>
public sealed class LogMasksTests
{
    [Theory]
    [InlineData("abcdefgh", "efghijkl", "x abcdefghijkl", "x *****")]
    [InlineData("secret", "my-secret-key", "my-secret-key", "*****")]
    [InlineData("my-secret-key", "secret", "my-secret-key", "*****")]
    public void Masks_of_hooks_and_secrets_of_the_run_are_hidden_together(string ofRun, string ofHook, string text, string expected)
    {
        var masks = new LogMasks();
        masks.Add(ofRun);
        Assert.Equal("::add-mask *****", masks.Line($"::add-mask {ofHook}"));
        Assert.Equal(expected, masks.Line(text));
    }

    [Fact]
    public void A_line_that_is_too_long_is_not_split_inside_a_secret()
    {
        var masks = new LogMasks();
        masks.Add("hunter2hunter2");
        for (var before = 61_400; before < 61_480; before++)
        {
            var lines = new List<string>();
            var stream = new LogStream((_, _) => { }, (line, _) => lines.Add(masks.Line(line)), masks.PlaceToCut);
            stream.Feed(Encoding.UTF8.GetBytes($"{new string('x', before)}hunter2hunter2{new string('y', 10_000)}\n"));
            Assert.Equal(2, lines.Count);
            Assert.Equal($"{new string('x', before)}*****{new string('y', 10_000)}", string.Concat(lines));
        }
    }

    [Fact]
    public void A_line_that_is_too_long_is_not_split_inside_a_character()
    {
        var lines = new List<string>();
        var stream = new LogStream(
            (_, _) => { },
            (line, isUnicode) =>
            {
                Assert.True(isUnicode);
                lines.Add(line);
            },
            new LogMasks().PlaceToCut);
        var text = $"a{string.Concat(Enumerable.Repeat("🔴", 40_000))}";
        stream.Feed(Encoding.UTF8.GetBytes($"{text}\n"));
        Assert.Equal(text, string.Concat(lines));
    }
}
