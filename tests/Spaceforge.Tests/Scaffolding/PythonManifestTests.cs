using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Scaffolding.Code;
using Spaceforge.Manifests;
using static Spaceforge.Tests.Scaffolding.PythonManifest;

namespace Spaceforge.Tests.Scaffolding;

/// <summary>Manifests of the Python SDK: what their authors declared is made again, and what starts Python becomes methods.</summary>
public sealed class PythonManifestTests
{
    const string Code = "class ShellLint:\n    pass";

    static readonly string OneContext = $"""
        {Head}contexts:
        - name_prefix: lint
          description: Main
          env:
          - key: LEVEL
            value_from_parameter: level
            sensitive: false
          - key: SECRET
            value_from_parameter: 2f6c0c1e-7a4b-4c0e-9c0e-0d7a1b2c3d4e
            sensitive: false
          mounted_files:
          - path: tmp/lint.conf
            content: "relative=yes\r\nlast \r\n"
            sensitive: true
        {Mounted("requirements.txt", "requests")}{Mounted("plugin.py", Code)}{Installer("lint", "https://example.com/lint-amd64.tar.gz", "https://example.com/lint-arm64.tar.gz")}{OldInstaller("old", "https://example.com/old", "None")}{Launcher("before_init")}{Launcher("after_plan")}  hooks:
            before_init:
            - echo "level $LEVEL"
            - mkdir -p {Folder}
        {Start("binary_install_lint.sh")}{Start("binary_install_old.sh")}{Start("before_init.sh")}    after_plan:
        {Start("after_plan.sh")}    - 'printf ''%s'' "a;b"'
        webhooks:
        - name_prefix: alerts
          endpoint: https://example.com/hook
          secretFromParameter: 2f6c0c1e-7a4b-4c0e-9c0e-0d7a1b2c3d4e
        policies:
        - name_prefix: gate
          type: PLAN
          body: "package spacelift\n\ndeny[\"\"\"no\"\"\"] {"{"} false {"}"}  \n"
          engine_type: REGO_V0
          labels:
          - lint

        """;

    [Fact]
    public void What_the_author_declared_is_made_again()
    {
        var again = RecoveredManifest.Of(OneContext);

        Assert.Empty(again.Recovered.Differences);
        Assert.Equal(Declared(OneContext), Declared(again.Yaml([])));
        Assert.Equal([Hook.BeforeInit, Hook.AfterPlan], again.Recovered.Definition.Hooks);
        Assert.Contains("Env = [Variable.From(\"LEVEL\", Level), Variable.From(\"SECRET\", HookSecret) with { Sensitive = false }]",
            again.Source, StringComparison.Ordinal);
        Assert.Contains("Default = 1.50m", again.Source, StringComparison.Ordinal);
        Assert.Contains("static readonly Parameter VersionParameter = ", again.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Binaries_come_out_of_install_scripts() => Assert.Equal(
        [
            ("lint", "https://example.com/lint-amd64.tar.gz", "https://example.com/lint-arm64.tar.gz"),
            ("old", "https://example.com/old", null),
        ],
        RecoveredManifest.Of(OneContext).Plugin.Binaries.Select(binary => (binary.Name, binary.Amd64?.Url, binary.Arm64?.Url)));

    [Fact]
    public void Python_code_is_kept_and_what_started_it_is_not()
    {
        var recovered = RecoveredManifest.Of(OneContext).Recovered;

        Assert.Equal([new("plugin.py", Code), new("requirements.txt", "requests")], recovered.Code);
        Assert.Equal("plugin.py", recovered.CodeFile);
    }

    [Fact]
    public void Packages_whose_commands_the_plugin_calls_become_Python_tools()
    {
        const string Requirements = """
            # tools
            checkov==3.2.1 \
              --hash=sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
            ansible>=9
            My_Linter[extra]==2.0 ; python_version >= '3.9'
            tidy==1.0
            requests==2.31
            boto3
            -r more.txt
            git+https://example.com/x
            """;
        const string Calls = """
            import requests, boto3, subprocess
            class Lint:
                def after_plan(self):
                    self.logger.info("requests")
                    self.run_cli("my-linter", "--all")
                    subprocess.run(["/usr/bin/tidy --version"], shell=True)
            """;
        var recovered = RecoveredManifest.Of($"""
            {Head}contexts:
            - name_prefix: lint
              description: Main
              mounted_files:
            {Mounted("requirements.txt", Requirements)}{Mounted("plugin.py", Calls)}{Launcher("after_plan")}  hooks:
                before_init:
                - mkdir -p {Folder}
                - echo start && tidy .
                after_plan:
            {Start("after_plan.sh")}
            """);

        var packages = recovered.Recovered.Packages!;
        Assert.Equal(
            [
                "checkov==3.2.1    --hash=sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "My_Linter[extra]==2.0 ; python_version >= '3.9'", "tidy==1.0",
            ],
            packages.Pinned);
        Assert.Equal(["ansible"], packages.Unpinned);
        Assert.Equal(
            [
                "requirements.txt: checkov, my-linter, tidy became PythonTools. Hooks install them with 'await Tools.InstallAsync(Services, cancellationToken);'.",
                "requirements.txt: ansible would become PythonTools, but have no version; see the TODO in plugin.cs.",
                "requirements.txt: shell commands of the contexts call tidy, but only hook methods find commands of PythonTools.",
                "requirements.txt: requests, boto3 did not become anything: in C#, use .NET or a #:package instead.",
                "requirements.txt: 2 lines with options, files or URLs did not become anything.",
            ],
            packages.Sentences());

        var source = PluginCode.Write(recovered.Recovered.Definition, "1.0.0", _ => "nothing.", packages);
        Assert.Contains("static readonly PythonTools Tools = new([", source, StringComparison.Ordinal);
        Assert.Contains("// TODO: give these one version each, and add them: ansible.", source, StringComparison.Ordinal);
        Assert.Equal("Shell Lint", CompiledPlugin.Create(source).Name);
    }

    [Fact]
    public void A_script_that_starts_no_Python_is_code_to_carry_over()
    {
        var recovered = RecoveredManifest.Of($"""
            {Head}contexts:
            - name_prefix: lint
              description: Main
              mounted_files:
            {Mounted("before_init.sh", "grep -q yes tmp/lint.conf")}  hooks:
                before_init:
                - mkdir -p {Folder}
            {Start("before_init.sh")}
            """).Recovered;

        Assert.Equal([Hook.BeforeInit], recovered.Definition.Hooks);
        Assert.Equal([new("before_init.sh", "grep -q yes tmp/lint.conf")], recovered.Code);
        Assert.Equal("before_init.sh", recovered.CodeFile);
    }

    [Fact]
    public void The_first_versions_mounted_no_scripts()
    {
        var recovered = RecoveredManifest.Of($"""
            {Head}contexts:
            - name_prefix: lint
              description: Main
              mounted_files:
            {Mounted("plugin.py", Code)}  hooks:
                before_init:
                - mkdir -p {Folder}
                - cd {Folder} && python -m venv ./venv && source venv/bin/activate && pip install spaceforge
                after_run:
                - cd {Folder} && python -m spaceforge runner --plugin-file {Folder}/plugin.py after_run
                - cd {Folder} && ls
            """).Recovered;

        Assert.Equal([Hook.AfterRun], recovered.Definition.Hooks);
        Assert.Equal([$"cd {Folder} && ls"], recovered.Definition.Contexts[0].Hooks.AfterRun);
        Assert.Empty(recovered.Definition.Contexts[0].Hooks.BeforeInit);
    }

    [Fact]
    public void An_added_main_context_is_added_again()
    {
        var again = RecoveredManifest.Of($"""
            {Head}contexts:
            - name_prefix: ZZZZZ-shell lint
              description: Main context for Shell Lint
              env: []
              mounted_files:
            {Mounted("plugin.py", Code)}  hooks:
                before_init:
                - mkdir -p {Folder}
            - name_prefix: YYYYY-later
              description: Second
              hooks:
                before_init:
                - echo later
            """);

        Assert.Equal(["later"], again.Plugin.Contexts.Select(context => context.NamePrefix));
        Assert.Equal(1, again.Plugin.Contexts[0].Priority);
        Assert.Empty(again.Recovered.Differences);
    }

    [Theory]
    // The SDK runs what comes after phases in the opposite order, which is the platform's.
    [InlineData("ZZZZZ-first", "YYYYY-later", "after_plan")]
    [InlineData("first", "later", "before_plan")]
    [InlineData("ZZZZZ-first", "XXXXX-later", "before_plan")]
    [InlineData("YYYYY-first", "ZZZZZ-later", "after_plan")]
    public void Names_that_no_priorities_give_are_kept_as_they_are(string first, string later, string phase)
    {
        var yaml = $"""
            {Head}contexts:
            - name_prefix: {first}
              description: First
              hooks:
                {phase}:
                - echo first
            - name_prefix: {later}
              description: Later
              mounted_files:
            {Mounted("plugin.py", Code)}{Launcher("after_run")}  hooks:
                before_init:
                - mkdir -p {Folder}
                {phase}:
                - echo later
                after_run:
            {Start("after_run.sh")}
            """;
        var again = RecoveredManifest.Of(yaml);

        Assert.Equal(Declared(yaml), Declared(again.Yaml([])));
        Assert.All(again.Plugin.Contexts, context => Assert.True(context.ExactName));
        Assert.Contains(ManifestReader.Read(again.Yaml([]), "again").Manifest.Contexts, context => context.NamePrefix == later
            && context.MountedFiles.Count > 0);
    }

    [Fact]
    public void What_a_definition_cannot_hold_is_reported()
    {
        var recovered = RecoveredManifest.Of("""
            name: lint
            version: 1.0.0
            description: "text\n"
            author: Somebody
            """).Recovered;

        Assert.Equal(["description"], recovered.Differences);
    }

    /// <summary>A manifest without the plugin's own files and the commands that name them, read apart from what is tested.</summary>
    static string Declared(string yaml)
    {
        var manifest = ManifestReader.Read(yaml, "plugin.yaml").Manifest;
        return ManifestYaml.Write(manifest with
        {
            Contexts =
            [
                .. manifest.Contexts.Select(context => context with
                {
                    MountedFiles = [.. context.MountedFiles.Where(file => !file.Path.StartsWith(Folder, StringComparison.Ordinal))],
                    Hooks =
                    [
                        .. context.Hooks
                            .Select(phase => phase with { Commands =
                                [.. phase.Commands.Where(command => !command.Contains(Folder, StringComparison.Ordinal))] })
                            .Where(phase => phase.Commands.Count > 0),
                    ],
                }),
            ],
        });
    }
}
