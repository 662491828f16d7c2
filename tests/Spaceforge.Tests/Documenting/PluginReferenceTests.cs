using Spaceforge.Cli.Documenting;
using Spaceforge.Cli.Manifests;

namespace Spaceforge.Tests.Documenting;

/// <summary>The tables of a plugin, and the marks between which they stand in its README.</summary>
public sealed class PluginReferenceTests
{
    const string Block = "<!-- spaceforge:docs -->\n\nnew\n\n<!-- /spaceforge:docs -->";

    /// <summary>A page, and what it becomes.</summary>
    public static TheoryData<string, string> Pages => new()
    {
        { "", Block + "\n" },
        { "# A plugin\n", "# A plugin\n\n" + Block + "\n" },
        { "# A plugin\n\n\n", "# A plugin\n\n" + Block + "\n" },
        { "a\n<!-- spaceforge:docs -->\nold\n<!-- /spaceforge:docs -->\nb\n", "a\n" + Block + "\nb\n" },
        { "a\n<!-- spaceforge:docs -->\n<!-- /spaceforge:docs -->", "a\n" + Block },
        { "```\n<!-- spaceforge:docs -->\n```\n", "```\n<!-- spaceforge:docs -->\n```\n\n" + Block + "\n" },
        { "````\n```\n<!-- spaceforge:docs -->\n````\n<!-- spaceforge:docs -->\n<!-- /spaceforge:docs -->\n",
            "````\n```\n<!-- spaceforge:docs -->\n````\n" + Block + "\n" },
        { "a\r\n<!-- spaceforge:docs -->\r\nold\r\n<!-- /spaceforge:docs -->\r\nb\r\n",
            "a\r\n" + Block.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\nb\r\n" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public void Only_what_is_between_the_marks_is_written(string page, string expected)
    {
        var made = MarkedText.Replace(page, "new\n");
        Assert.Equal(expected, made);
        Assert.Equal(made, MarkedText.Replace(made, "new\n"));
    }

    [Theory]
    [InlineData("<!-- spaceforge:docs -->\n", "has no '<!-- /spaceforge:docs -->' after it")]
    [InlineData("a\n<!-- /spaceforge:docs -->\n<!-- spaceforge:docs -->\n", "line 2 has '<!-- /spaceforge:docs -->' without")]
    [InlineData("<!-- spaceforge:docs -->\n<!-- spaceforge:docs -->\n<!-- /spaceforge:docs -->\n",
        "line 2 has '<!-- spaceforge:docs -->' a second time")]
    [InlineData("<!-- spaceforge:docs -->\n<!-- /spaceforge:docs -->\n<!-- /spaceforge:docs -->\n",
        "line 3 has '<!-- /spaceforge:docs -->' a second time")]
    public void Marks_that_do_not_match_are_told(string page, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => MarkedText.Replace(page, "new")).Message, StringComparison.Ordinal);

    [Fact]
    public void Each_part_of_a_plugin_has_a_table()
    {
        var text = PluginReference.Write(ManifestReader.Read(
            File.ReadAllText(Repository.PathOf("plugins", "trivy", "plugin.yaml")), "plugin.yaml").Manifest);
        foreach (var line in (string[])
        [
            "| Threshold | `trivy_threshold` | string | `High` | The lowest severity that counts against the run. One of ",
            "| Repository settings | `trivy_repository_settings` | boolean | `false` |",
            "| `TRIVY_TARGET` | Parameter `trivy_target` |",
            "| `after_plan` | The plugin's code |",
            "| `trivy` | Any | amd64: `https://github.com/aquasecurity/trivy/releases/download/",
            "| `input.third_party_metadata.custom.trivy` | Read by the plugin's policies |",
            "| `trivy` | PLAN | REGO\\_V1 |",
        ])
        {
            Assert.Contains($"\n{line}", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Texts_of_a_plugin_are_no_markup_and_secrets_are_left_out()
    {
        var manifest = ManifestReader.Read("""
            name: example
            version: '1'
            description: ''
            author: ''
            parameters:
              - name: "a | b"
                description: "<img> [x](http://e)\n# c <!-- /spaceforge:docs -->"
                type: string
                sensitive: true
                required: false
                default: hidden
                id: "i`d"
              - {name: K, description: '', type: string, sensitive: false, required: true, id: k}
            contexts:
              - {name_prefix: c, description: '', env: [{key: S, value: hidden, sensitive: true}, {key: V, value: "x|y", sensitive: false}]}
            """, "plugin.yaml").Manifest;
        var text = PluginReference.Write(manifest, "AddToPolicyInput(\"my-key\", 1);");
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[x](http://e)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n# c", text, StringComparison.Ordinal);
        Assert.Contains("| K | `k` | string | **required** |", text, StringComparison.Ordinal);
        Assert.Contains("`input.third_party_metadata.custom[\"my-key\"]` | Written by the plugin |", text, StringComparison.Ordinal);
        // Nothing in a table ends the part that the tool writes.
        Assert.Equal(MarkedText.Replace("a\n", text), MarkedText.Replace(MarkedText.Replace("a\n", text), text));
    }

    [Fact]
    public void A_plugin_without_parts_says_so() => Assert.Equal("The plugin has no parameters, hooks or policies.\n",
        PluginReference.Write(ManifestReader.Read("name: a\nversion: '1'\ndescription: ''\nauthor: ''\n", "plugin.yaml").Manifest));
}
