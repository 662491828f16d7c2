using Spaceforge.Manifests;

namespace Spaceforge.Tests.Manifests;

/// <summary>A manifest as a text.</summary>
public sealed class ManifestYamlTests
{
    [Fact]
    public void Everything_is_written_in_the_order_of_the_schema()
    {
        var manifest = new PluginManifest
        {
            Name = "everything",
            Version = "1.2.3",
            Description = "Two\nlines\n",
            Author = "Jörg",
            Labels = ["one", "two"],
            Parameters =
            [
                new ManifestParameter("Word", "A text", ParameterType.String, Sensitive: false, Required: false, "true", "word"),
                new ManifestParameter("Count", "", ParameterType.Number, Sensitive: false, Required: false, 3, "count"),
                new ManifestParameter("Switch", "", ParameterType.Boolean, Sensitive: false, Required: false, true, "switch"),
                new ManifestParameter("Secret", "", ParameterType.String, Sensitive: true, Required: true, null, "secret"),
            ],
            Contexts =
            [
                new ManifestContext(
                    "main",
                    "Everything",
                    [
                        new ManifestVariable("KEY", "", null, Sensitive: false),
                        new ManifestVariable("TOKEN", null, "secret", Sensitive: true),
                    ],
                    [new MountedFile("/mnt/file", "text\n") { Sensitive = true }, new MountedFile("/mnt/other", "")],
                    [new PhaseCommands("before_init", ["echo one", "echo: two"]), new PhaseCommands("after_run", ["true"])],
                    ["three"]),
                new ManifestContext("empty", "", [], [], [], []),
            ],
            Webhooks =
            [
                new ManifestWebhook("hook", "https://example.com", "secret", ["four"]),
                new ManifestWebhook("plain", "https://example.com", null, []),
            ],
            Policies =
            [
                new Policy("plan", PolicyType.Plan, "package spacelift\n") { EngineType = PolicyEngineType.RegoV1, Labels = ["five"] },
                new Policy("push", PolicyType.Push, "package spacelift"),
            ],
        };

        Assert.Equal($"""
            # yaml-language-server: $schema=https://raw.githubusercontent.com/spaceforge/spaceforge-dotnet/v{LibraryVersion.Text}/docs/plugin-manifest.schema.json
            name: everything
            version: '1.2.3'
            description: |
              Two
              lines
            author: 'Jörg'
            labels:
              - one
              - two
            parameters:
              - name: Word
                description: A text
                type: string
                sensitive: false
                required: false
                default: 'true'
                id: word
              - name: Count
                description: ''
                type: number
                sensitive: false
                required: false
                default: 3
                id: count
              - name: Switch
                description: ''
                type: boolean
                sensitive: false
                required: false
                default: true
                id: switch
              - name: Secret
                description: ''
                type: string
                sensitive: true
                required: true
                id: secret
            contexts:
              - name_prefix: main
                description: Everything
                env:
                  - key: KEY
                    value: ''
                    sensitive: false
                  - key: TOKEN
                    value_from_parameter: secret
                    sensitive: true
                mounted_files:
                  - path: /mnt/file
                    content: |
                      text
                    sensitive: true
                  - path: /mnt/other
                    content: ''
                    sensitive: false
                hooks:
                  before_init:
                    - echo one
                    - 'echo: two'
                  after_run:
                    - 'true'
                labels:
                  - three
              - name_prefix: empty
                description: ''
            webhooks:
              - name_prefix: hook
                endpoint: https://example.com
                secretFromParameter: secret
                labels:
                  - four
              - name_prefix: plain
                endpoint: https://example.com
            policies:
              - name_prefix: plan
                type: PLAN
                body: |
                  package spacelift
                engine_type: REGO_V1
                labels:
                  - five
              - name_prefix: push
                type: PUSH
                body: package spacelift

            """, ManifestYaml.Write(manifest));
    }

    [Theory]
    [InlineData(1e300, "1.0E+300")]
    [InlineData(-5e-324, "-5.0E-324")]
    [InlineData(1.5e300, "1.5E+300")]
    [InlineData(0.1, "0.1")]
    [InlineData(-12, "-12")]
    public void A_number_with_an_exponent_has_a_point(double value, string expected) =>
        Assert.Contains($"\n    default: {expected}\n", Generated.Yaml(
            new TestPlugin { DeclaredParameters = [new("P") { Type = ParameterType.Number, Default = value }] }), StringComparison.Ordinal);
}
