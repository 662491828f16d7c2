using System.Text.Json.Nodes;
using Spaceforge.Tests.Conformance;
using Spaceforge.Tests.Manifests;

namespace Spaceforge.Tests.Scaffolding;

/// <summary>A manifest that we made is made again, to the byte, by the C# that <c>new --from</c> writes for it.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<string> Cases =>
        [.. ConformanceTests.Cases.Select(row => row.Data).Where(name => !ConformanceCase.Load(name).IsError)];

    public static TheoryData<string> Committed =>
    [
        .. ((string[])["samples", "plugins"])
            .Select(folder => Repository.PathOf(folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "plugin.yaml", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_conformance_case_is_made_again(string name)
    {
        var definition = ConformanceCase.Load(name).Definition;
        var isExact = definition["contexts"] is JsonArray contexts && contexts.Any(context => context!["exact_name"] is not null);
        var yaml = Generated.Yaml(ConformancePlugin.Create(definition));
        var again = RecoveredManifest.Of(yaml);

        Assert.Equal(yaml, Generated.Yaml(again.Plugin));
        Assert.Empty(again.Recovered.Differences);
        if (!isExact) Assert.DoesNotContain("ExactName", again.Source, StringComparison.Ordinal);
        foreach (var form in Generated.Forms) AssertSame(again, Generated.Yaml(ConformancePlugin.Create(definition), form), form);
    }

    [Theory]
    [MemberData(nameof(Committed))]
    public void A_committed_manifest_is_made_again(string path)
    {
        var yaml = File.ReadAllText(Repository.PathOf(path));
        var again = RecoveredManifest.Of(yaml);

        Assert.Equal(yaml, again.Yaml(again.Recovered.Code));
        Assert.Empty(again.Recovered.Differences);
        Assert.Equal("plugin.cs", again.Recovered.CodeFile);
    }

    [Fact]
    public void A_context_that_comes_before_the_one_that_starts_the_plugin_is_made_again()
    {
        var yaml = Generated.Yaml(new TestPlugin
        {
            DeclaredContexts = [new("early") { Priority = -1, Hooks = new() { BeforeInit = ["true"] } }],
        });
        Assert.Equal(yaml, Generated.Yaml(RecoveredManifest.Of(yaml).Plugin));
    }

    [Fact]
    public void Only_names_that_no_priority_gives_stay_exact()
    {
        var yaml = Generated.Yaml(new TestPlugin
        {
            DeclaredContexts =
            [
                new("ZZZZZ-first") { ExactName = true, Priority = 5, Description = "before the one that starts the plugin" },
                new("main") { Hooks = new() { AfterPlan = ["true"] } },
                new("late") { Priority = 1, Hooks = new() { BeforePlan = ["true"], AfterPlan = ["true"] } },
                new("ZZZZZ-both") { ExactName = true, Hooks = new() { BeforePlan = ["true"], AfterPlan = ["true"] } },
                new("VVVVV-after-a-gap") { ExactName = true, Hooks = new() { BeforePlan = ["true"] } },
                new("none") { ExactName = true },
            ],
        });
        var again = RecoveredManifest.Of(yaml);
        Assert.Equal(yaml, Generated.Yaml(again.Plugin));
        Assert.Equal(4, again.Plugin.Contexts.Count(context => context.ExactName));
        Assert.Equal(["main", "late"], again.Plugin.Contexts.Where(context => !context.ExactName).Select(context => context.NamePrefix));
    }

    [Fact]
    public void Ids_that_depend_on_each_other_are_kept()
    {
        var yaml = Generated.Yaml(new TestPlugin
        {
            DeclaredParameters =
            [
                new("x") { Default = "" }, new("X") { Id = "x", Default = "" }, new("y") { Id = "y", Default = "" },
            ],
        });
        var again = RecoveredManifest.Of(yaml);
        Assert.Equal(yaml, Generated.Yaml(again.Plugin));
        Assert.Equal([null, "x", null], again.Plugin.Parameters.Select(parameter => parameter.Id));
    }

    /// <summary>From every form the same C# is recovered, which is compiled once, and makes the manifest of that form again.</summary>
    static void AssertSame(RecoveredManifest again, string yaml, string form)
    {
        var (recovered, source) = RecoveredManifest.Read(yaml);
        Assert.Equal(again.Source, source);
        Assert.Empty(recovered.Differences);
        // A manifest that only has an address cannot contain the code.
        Assert.Equal(form == "native" ? [] : again.Recovered.Code, recovered.Code);
        Assert.Equal(form == "native" ? null : again.Recovered.CodeFile, recovered.CodeFile);
        Assert.True(yaml == Generated.Yaml(again.Plugin, form), $"The {form} manifest is another one.");
    }
}
