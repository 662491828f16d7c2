using System.Text.Json;

namespace Spaceforge.Simulation.Tests.Watching;

/// <summary>The page of <c>spaceforge watch --serve</c> in a real browser.</summary>
public sealed class WatchPageTests : IDisposable
{
    const string Attack = "<img src=x onerror=window.ran=1></pre></script><script>window.ran=1</script><b>bold</b>";

    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("light", 1200, "rgb(255, 255, 255)")]
    [InlineData("dark", 390, "rgb(18, 21, 27)")]
    public async Task It_updates_itself_and_answers_nobody_else(string scheme, int width, string background)
    {
        // Its name shows up in the messages, and is the name of the folder, too.
        var folder = "<img src=x onerror=window.ran=1>";
        var path = _tool.Folder.Write($"{folder}/plugin.yaml", Manifest("true"));
        using var watch = new WatchProcess(_tool.Command("watch", $"{folder}/plugin.yaml", "--simulate", "--serve"));
        var look = await new CommandLine("node", Repository.PathOf("tests", "Spaceforge.Simulation.Tests", "Browser", "watch.mjs"),
            $"{await watch.AddressAsync()}", scheme, $"{width}", path, Manifest($"echo '{Attack} NEEDLE'; false")).RunAsync();
        var seen = JsonElement.Parse(look.ShouldExit(0).Output);

        Assert.Contains("start: passed", Text(seen, "first"), StringComparison.Ordinal);
        Assert.Equal("FINISHED", Text(seen, "firstReport"));
        Assert.Equal(["2", "1"], Texts(seen, "rounds"));
        Assert.Contains($"{folder}/plugin.yaml: failed: simulate", Text(seen, "second"), StringComparison.Ordinal);
        Assert.Contains($"{Attack} NEEDLE", Text(seen, "second"), StringComparison.Ordinal);
        Assert.Equal("FAILED", Text(seen, "secondReport"));
        Assert.Equal(["Simulated run", "Simulated run of an earlier round"], Texts(seen, "headings"));
        Assert.Equal("yes", Text(seen, "kept"));
        Assert.Equal(background, Text(seen, "background"));
        Assert.False(seen.GetProperty("overflows").GetBoolean());

        Assert.Empty(Texts(seen, "requests"));
        Assert.Equal((0, 0, 0), (Number(seen, "dialogs"), Number(seen, "scripts"), Number(seen, "elements")));
        Assert.Equal("null SecurityError", Text(seen, "report"));
        // Of the answer to what is posted, the browser shows nothing.
        Assert.Equal(
            ["TypeError", "TypeError", "TypeError", "TypeError", "opaque ", "refused", "refused"], Texts(seen, "attacks"));
        Assert.Equal(0, Number(seen, "framed"));
        Assert.StartsWith("403 ", Text(seen, "named"), StringComparison.Ordinal);
    }

    static string Manifest(string hook) => new PluginManifest(Attack).Context(Attack, ("before_init", hook)).ToString();

    static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    static int Number(JsonElement item, string name) => item.GetProperty(name).GetInt32();

    static string[] Texts(JsonElement item, string name) => [.. item.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
}
