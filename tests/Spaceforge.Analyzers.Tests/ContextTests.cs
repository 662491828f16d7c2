using Spaceforge.Analyzers.Contexts;
using Spaceforge.CodeFixes;

namespace Spaceforge.Analyzers.Tests;

/// <summary>Shell commands and mounted files of contexts.</summary>
public sealed class ContextTests
{
    [Theory]
    [InlineData("""new() { BeforeInit = [{|SF0403:"a\nb"|}] }""")]
    [InlineData("""new() { AfterRun = ["true", {|SF0404:"a; b"|}] }""")]
    [InlineData("""new() { BeforeInit = [{|SF0405:" "|}] }""")]
    [InlineData("""new() { BeforeInit = new[] { {|SF0404:"a;" + " b"|} } }""")]
    [InlineData("""new(new Dictionary<string, IReadOnlyList<string>> { [{|SF0402:"AfterPlan"|}] = [{|SF0404:"a; b"|}] })""")]
    [InlineData("""new(new Dictionary<string, IReadOnlyList<string>> { { {|SF0402:"before_everything"|}, [] } })""")]
    public Task A_wrong_hook_is_found(string hooks) => PluginCode.FindsAsync<HookCommandAnalyzer>(Hooks(hooks));

    [Theory]
    [InlineData("""new() { BeforeInit = ["a && b", Command] }""")]
    [InlineData("""new(new Dictionary<string, IReadOnlyList<string>> { ["after_plan"] = ["true"], [Command] = [] })""")]
    [InlineData("""new(Phases)""")]
    public Task A_right_or_uncertain_hook_is_left_alone(string hooks) => PluginCode.FindsAsync<HookCommandAnalyzer>(Hooks(hooks));

    [Theory]
    [InlineData("""[{|SF0404:"a; b"|}]""", """["a", "b"]""")]
    [InlineData("""["x", {|SF0404:"echo 'a b'; c;"|}, "y"]""", """["x", "echo 'a b'", "c", "y"]""")]
    [InlineData("""[{|SF0403:"a\nb\n"|}]""", """["a", "b"]""")]
    [InlineData("""new[] { {|SF0403:"a\nb"|} }""", """new[] { "a", "b" }""")]
    public Task A_command_becomes_several(string code, string result) =>
        PluginCode.FixesAsync<HookCommandAnalyzer, SplitCommandFix>(
            Hooks($"new() {{ BeforeInit = {code} }}"), Hooks($"new() {{ BeforeInit = {result} }}"));

    [Theory]
    [InlineData("""{|SF0404:"for x in a b; do echo $x; done"|}""")]
    [InlineData("""{|SF0403:"if true\nthen false\nfi"|}""")]
    [InlineData("""{|SF0403:"cat <<END\ntext\nEND"|}""")]
    [InlineData("""{|SF0403:"a &&\nb"|}""")]
    [InlineData("""{|SF0403:"echo 'a\nb'"|}""")]
    [InlineData("""{|SF0404:"(a; b)"|}""")]
    public Task A_structure_of_the_shell_is_left_to_the_author(string command) =>
        PluginCode.OffersNothingAsync<HookCommandAnalyzer, SplitCommandFix>(Hooks($"new() {{ BeforeInit = [{command}] }}"));

    [Theory]
    [InlineData("AfterPlan", "after_plan")]
    [InlineData("before-init", "before_init")]
    [InlineData("before_aply", "before_apply")]
    public Task The_phase_that_was_meant_is_written(string typed, string meant) =>
        PluginCode.FixesAsync<HookCommandAnalyzer, ReplaceTextFix>(
        Hooks($"new(new Dictionary<string, IReadOnlyList<string>> {{ [{{|SF0402:\"{typed}\"|}}] = [] }})"),
        Hooks($"new(new Dictionary<string, IReadOnlyList<string>> {{ [\"{meant}\"] = [] }})"));

    [Theory]
    [InlineData("../x")]
    [InlineData("tmp/../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("/mnt/workspace")]
    [InlineData("tmp/")]
    [InlineData("")]
    public Task A_file_outside_the_workspace_is_found(string path) =>
        PluginCode.FindsAsync<MountedFileAnalyzer>(File($"{{|SF0501:\"{path}\"|}}"));

    [Theory]
    [InlineData("\"tmp/config.json\"")]
    [InlineData("\"/mnt/workspace/tmp/config.json\"")]
    [InlineData("Command")]
    public Task A_file_in_the_workspace_is_left_alone(string path) => PluginCode.FindsAsync<MountedFileAnalyzer>(File(path));

    static string Hooks(string hooks) => Context($"Hooks = {hooks}");

    static string File(string path) => Context($"MountedFiles = [new({path}, \"\")]");

    static string Context(string setting) => PluginCode.Plugin(
        $$"""
        static string Command => Environment.MachineName;

        static Dictionary<string, IReadOnlyList<string>> Phases => [];

        public override IReadOnlyList<Context> Contexts => [new("my-plugin") { {{setting}} }];
        """);
}
