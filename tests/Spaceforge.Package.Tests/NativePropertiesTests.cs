namespace Spaceforge.Package.Tests;

/// <summary>Parameters as properties in a trimmed native executable.</summary>
public sealed class NativePropertiesTests(NewUser user)
{
    [Fact]
    public async Task Properties_are_declared_and_set_as_in_a_plugin_that_is_just_built()
    {
        var folder = user.Home.PathOf("properties");
        user.Home.Write("properties/plugin.cs", await File.ReadAllTextAsync(
            Repository.PathOf("tests", "Spaceforge.Package.Tests", "Plugins", "properties.cs"), TestContext.Current.CancellationToken));
        var published = (await user.RunInAsync(folder, "dotnet", "publish", "plugin.cs", "-o", "out", "--nologo")).ShouldExit(0);
        Assert.DoesNotContain("warning", published.Output + published.Error, StringComparison.OrdinalIgnoreCase);
        var plugin = Path.Combine(folder, "out", "plugin");

        var native = (await user.RunInAsync(folder, plugin, "generate", "--source", "plugin.cs", "-o", "-")).ShouldExit(0);
        var built = (await user.RunInAsync(folder, "dotnet", "run", "plugin.cs", "--", "generate", "-o", "-")).ShouldExit(0);
        Assert.Equal(built.Output, native.Output);
        Assert.Contains(
            "description: One of Small, ExtraLarge.\n    type: string\n    sensitive: false\n    required: false\n    default: ExtraLarge\n    id: size\n", native.Output, StringComparison.Ordinal);
        Assert.Contains("    required: true\n    id: count\n", native.Output, StringComparison.Ordinal);

        var ran =
            (await user.RunInAsync(folder, plugin, "run", "after_plan", "--param",
                "token=12345678", "--param", "size=small", "--param", "count=7", "--param", "and=1.25")).ShouldExit(0);
        Assert.Contains("(properties) 8 Small 7 0.30 True 1.25\n", ran.Error, StringComparison.Ordinal);

        var wrong = (await user.RunInAsync(
            folder, plugin, "run", "after_plan", "--param", "token=12345678", "--param", "size=huge", "--param", "count=7")).ShouldExit(2);
        Assert.Contains("(size) has the value 'huge' in the variable SIZE; it must be one of Small, ExtraLarge.",
            wrong.Error, StringComparison.Ordinal);

        var missing = (await user.RunInAsync(folder, plugin, "run", "after_plan", "--param", "token=12345678")).ShouldExit(2);
        Assert.Contains("'Count' (count) is required", missing.Error, StringComparison.Ordinal);
    }
}
