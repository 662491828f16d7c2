using Spaceforge.Manifests;

namespace Spaceforge.Tests.Manifests;

/// <summary>The names of contexts put them in order.</summary>
public sealed class ContextOrderTests
{
    [Theory]
    [InlineData("ZZZZZ-name", 'Z', "name")]
    [InlineData("AAAAA-", 'A', "")]
    [InlineData("MMMMM-AAAAA-name", 'M', "AAAAA-name")]
    [InlineData("ZZZZZ", null, null)]
    [InlineData("", null, null)]
    [InlineData("ZZZZZ_name", null, null)]
    [InlineData("ZZZZ-name", null, null)]
    [InlineData("ZZZZZZ-name", null, null)]
    [InlineData("ZZZZA-name", null, null)]
    [InlineData("AZZZZ-name", null, null)]
    [InlineData("zzzzz-name", null, null)]
    [InlineData("11111-name", null, null)]
    [InlineData("-------name", null, null)]
    public void A_prefix_is_five_times_the_same_capital_letter_and_a_hyphen(string text, char? letter, string? name)
    {
        var split = ContextOrder.Split(text);
        Assert.Equal(letter, split?.Letter);
        Assert.Equal(name, split?.Name);
    }

    [Theory]
    [InlineData("one", "one: before_init after_plan")]
    [InlineData("one:0 two:1", "ZZZZZ-one: before_init", "AAAAA-one: after_plan", "YYYYY-two: before_init", "BBBBB-two: after_plan")]
    [InlineData("two:7 one:-3", "YYYYY-two: before_init", "BBBBB-two: after_plan", "ZZZZZ-one: before_init", "AAAAA-one: after_plan")]
    [InlineData("one:0 two:0", "ZZZZZ-one: before_init after_plan", "ZZZZZ-two: before_init after_plan")]
    [InlineData(
        "one:0 exact two:2",
        "ZZZZZ-one: before_init", "AAAAA-one: after_plan", "exact: before_init after_plan",
        "YYYYY-two: before_init", "BBBBB-two: after_plan")]
    [InlineData("one:0 early:1", "ZZZZZ-one: before_init after_plan", "YYYYY-early: before_init")]
    [InlineData(
        "one:0 early:1 two:2",
        "ZZZZZ-one: before_init", "AAAAA-one: after_plan", "YYYYY-early: before_init", "XXXXX-two: before_init", "CCCCC-two: after_plan")]
    [InlineData("QQQQQ-one:0 none:4", "ZZZZZ-one: before_init after_plan", "YYYYY-none:")]
    public void Contexts_get_names_in_the_order_of_their_priorities(string given, params string[] expected)
    {
        var contexts = given.Split(' ').Select(word => word.Split(':'))
            .Select(parts => new ContextOrder.Ranked(Context(parts[0]), parts.Length > 1 ? int.Parse(parts[1]) : null)).ToArray();
        var ordered = ContextOrder.Apply(contexts);
        Assert.Equal(expected, ordered.Select(context =>
            $"{context.NamePrefix}: {string.Join(' ', context.Hooks.Select(phase => phase.Phase))}".TrimEnd()));
        // Variables and files are in the first of two contexts, descriptions and labels in both.
        foreach (var context in ordered)
        {
            var isSecond = context.NamePrefix is ['A' or 'B' or 'C', ..];
            Assert.Equal(isSecond ? 0 : 1, context.Env.Count);
            Assert.Equal(isSecond ? 0 : 1, context.MountedFiles.Count);
            Assert.Equal("about", context.Description);
            Assert.Equal(["label"], context.Labels);
        }
    }

    static ManifestContext Context(string name) => new(
        name,
        "about",
        [new ManifestVariable("KEY", "value", null, false)],
        [new MountedFile("/path", "content")],
        name switch
        {
            "none" => [],
            "early" => [new PhaseCommands("before_init", ["echo"])],
            _ => [new PhaseCommands("before_init", ["echo"]), new PhaseCommands("after_plan", ["echo"])],
        },
        ["label"]);
}
