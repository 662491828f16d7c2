using System.Collections.Concurrent;
using Spaceforge.Cli.Manifests;
using Spaceforge.Validation;

namespace Spaceforge.Tests.Manifests;

/// <summary>What the tool says of manifests that contain their program.</summary>
public sealed class CarriedPayloadTests
{
    static readonly ConcurrentDictionary<string, string> Made = new();

    public static TheoryData<string, string> FormsAndDamages =>
        [.. from form in (string[])["portable", "embedded"]
            from damage in (string[])["gone", "changed", "swapped", "cut", "not base64", "fewer"]
            select (form, damage)];

    [Theory]
    [InlineData("source", 0)]
    [InlineData("native", 0)]
    [InlineData("portable", 4)]
    [InlineData("embedded", 4)]
    public void Its_size_is_shown_with_a_warning_above_what_the_platform_is_known_to_take(string form, int parts)
    {
        var manifest = Read(Yaml(form));
        string[] lines = [.. ManifestSize.Lines(manifest)];
        if (parts == 0)
        {
            Assert.Empty(lines);
            return;
        }

        Assert.Equal(2, lines.Length);
        Assert.EndsWith($" are the plugin's program in {parts} files.", lines[0], StringComparison.Ordinal);
        Assert.Contains(" does not document a limit for manifests", lines[1], StringComparison.Ordinal);
        Assert.Null(ManifestLimit.Warning(MountedFileRules.LargestFile));
    }

    [Theory]
    [MemberData(nameof(FormsAndDamages))]
    public void Parts_that_are_not_the_whole_are_an_error(string form, string damage)
    {
        var yaml = Yaml(form);
        Assert.Empty(ManifestRules.Check(Read(yaml)).Problems);

        var name = form == "portable" ? "payload/program" : "payload/amd64";
        var first = Part(yaml, $"{name}.1");
        var last = Part(yaml, $"{name}.3");
        var broken = damage switch
        {
            "gone" => yaml.Replace($"{name}.2", $"{name}.two", StringComparison.Ordinal),
            "changed" => yaml.Replace(last, $"B{last[1..]}", StringComparison.Ordinal),
            "swapped" => yaml.Replace($"{name}.1", $"{name}.x", StringComparison.Ordinal)
                .Replace($"{name}.3", $"{name}.1", StringComparison.Ordinal).Replace($"{name}.x", $"{name}.3", StringComparison.Ordinal),
            "cut" => yaml.Replace(last, last[4..], StringComparison.Ordinal),
            "not base64" => yaml.Replace(last, $"{last[1..]}*", StringComparison.Ordinal),
            _ => yaml.Replace($" {Sum(yaml, name)} 3", $" {Sum(yaml, name)} 2", StringComparison.Ordinal),
        };
        Assert.NotEqual(yaml, broken);
        Assert.NotEqual(first, last);
        Assert.Equal("SF1107", Assert.Single(ManifestRules.Check(Read(broken)).Problems).Rule.Code);
    }

    static string Yaml(string form) => Made.GetOrAdd(form, form => Generated.LargeYaml(new Hooked(), form));

    static ManifestFile Read(string yaml) => ManifestReader.Read(yaml, "plugin.yaml");

    static string Part(string yaml, string path) => Read(yaml).Manifest.Contexts.SelectMany(context => context.MountedFiles)
        .Single(file => file.Path.EndsWith(path, StringComparison.Ordinal)).Content;

    static string Sum(string yaml, string name) =>
        System.Text.RegularExpressions.Regex.Match(yaml, name.EndsWith("amd64", StringComparison.Ordinal)
            ? "amd64 ([0-9a-f]{64}) 3" : "([0-9a-f]{64}) 3\n").Groups[1].Value;

    sealed class Hooked : SpaceforgePlugin
    {
        public override string Name => "hooked";

        protected override Task AfterPlanAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
