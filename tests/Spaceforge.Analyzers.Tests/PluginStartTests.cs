using Microsoft.CodeAnalysis;
using Spaceforge.Analyzers.Plugins;
using Spaceforge.CodeFixes;

namespace Spaceforge.Analyzers.Tests;

/// <summary>Whether a plugin is started, and what it is called.</summary>
public sealed class PluginStartTests
{
    const string Two = """
        sealed class First : SpaceforgePlugin { public override string Name => "First"; }
        sealed class Second : SpaceforgePlugin { public override string Name => "Second"; }
        """;

    [Fact]
    public Task A_plugin_that_nothing_starts_is_found() => ProgramAsync(
        "return await SpaceforgePlugin.RunAsync<First>(args);\n"
            + Two.Replace("class Second", "class {|SF1006:Second|}", StringComparison.Ordinal));

    [Fact]
    public Task A_program_that_starts_nothing_is_found() => ProgramAsync(
        "Console.WriteLine();\n" + Two.Replace("class Second", "class {|SF1006:Second|}", StringComparison.Ordinal)
            .Replace("class First", "class {|SF1006:First|}", StringComparison.Ordinal));

    [Fact]
    public Task A_second_plugin_that_is_started_is_found() => ProgramAsync(
        $"if (args.Length == 0) return await SpaceforgePlugin.RunAsync<First>(args);\nreturn await {{|SF1007:SpaceforgePlugin.RunAsync<Second>(args)|}};\n{Two}");

    [Theory]
    [InlineData(
        "return await SpaceforgePlugin.RunAsync<First>(args);\nsealed class First : Base { }\nabstract class Base : SpaceforgePlugin { public override string Name => \"First\"; }")]
    [InlineData(
        "return await SpaceforgePlugin.RunAsync<First>(args);\nsealed class First : Base { }\nclass Base : SpaceforgePlugin { public override string Name => \"First\"; }")]
    [InlineData(
        "await Start<First>(args);\nstatic Task<int> Start<T>(string[] args) where T : SpaceforgePlugin => SpaceforgePlugin.RunAsync<T>(args);\nsealed class First : SpaceforgePlugin { public override string Name => \"First\"; }")]
    public Task A_plugin_that_is_started_is_left_alone(string code) => ProgramAsync(code);

    [Theory]
    [InlineData("await {|SF1011:SpaceforgePlugin.RunAsync<First>(args)|};")]
    [InlineData("{|SF1011:SpaceforgePlugin.RunAsync<First>(args)|};")]
    [InlineData("_ = await {|SF1011:SpaceforgePlugin.RunAsync<First>(args)|};")]
    [InlineData("_ = {|SF1011:SpaceforgePlugin.RunAsync<First>(args)|};")]
    [InlineData("await {|SF1011:SpaceforgePlugin.RunAsync<First>(args)|}.ConfigureAwait(false);\nreturn 0;")]
    [InlineData("{|SF1011:SpaceforgePlugin.RunAsync<First>(args)|}.GetAwaiter().GetResult();")]
    [InlineData("{|SF1011:SpaceforgePlugin.RunAsync<First>(args)|}.Wait();")]
    [InlineData("await {|SF1011:SpaceforgePlugin.RunAsync<First>(args)|};\nreturn 0;")]
    [InlineData("_ = {|SF1011:SpaceforgePlugin.RunAsync<First>(args)|}.Result;")]
    [InlineData("var code = await {|SF1011:SpaceforgePlugin.RunAsync<First>(args)|};")]
    [InlineData("var code = await {|SF1011:SpaceforgePlugin.RunAsync<First>(args)|};\nreturn 0;")]
    [InlineData("var code = await {|SF1011:SpaceforgePlugin.RunAsync<First>(args)|};\nConsole.WriteLine($\"ended with {code}\");\nreturn 0;")]
    [InlineData("int code;\ncode = await {|SF1011:SpaceforgePlugin.RunAsync<First>(args)|};\ncode = 0;")]
    [InlineData("var task = {|SF1011:SpaceforgePlugin.RunAsync<First>(args)|};\nawait task;\nreturn 0;")]
    [InlineData("var task = {|SF1011:SpaceforgePlugin.RunAsync<First>(args)|};\nvar code = await task;\nvar copy = code;\ncode = copy;\nreturn 0;")]
    [InlineData("await Start(args);\nstatic Task Start(string[] args) => {|SF1011:SpaceforgePlugin.RunAsync<First>(args)|};")]
    [Attack(
        "author", "writes a check whose program ignores the hook's exit code, or does not wait for it", "compiler error SF1011")]
    public Task A_dropped_exit_code_is_found(string start) =>
        ProgramAsync($"{start}\nsealed class First : SpaceforgePlugin {{ public override string Name => \"First\"; }}");

    [Theory]
    [InlineData("await {|SF1011:SpaceforgePlugin.RunAsync<First>(args)|};", "return await SpaceforgePlugin.RunAsync<First>(args);")]
    [InlineData("{|SF1011:SpaceforgePlugin.RunAsync<First>(args)|};", "return await SpaceforgePlugin.RunAsync<First>(args);")]
    [InlineData("if (args.Length > 0)\n{\n    _ = {|SF1011:SpaceforgePlugin.RunAsync<First>(args)|};\n}",
        "if (args.Length > 0)\n{\n    return await SpaceforgePlugin.RunAsync<First>(args);\n}")]
    public Task A_dropped_exit_code_is_returned(string start, string result)
    {
        const string Rest = "\nreturn 0;\nsealed class First : SpaceforgePlugin { public override string Name => \"First\"; }";
        return PluginCode.FixesAsync<PluginStartAnalyzer, ReturnFix>(start + Rest, result + Rest, OutputKind.ConsoleApplication);
    }

    [Theory]
    [InlineData("return await SpaceforgePlugin.RunAsync<First>(args);")]
    [InlineData("return SpaceforgePlugin.RunAsync<First>(args).GetAwaiter().GetResult();")]
    [InlineData("return SpaceforgePlugin.RunAsync<First>(args).Result;")]
    [InlineData("var code = await SpaceforgePlugin.RunAsync<First>(args).ConfigureAwait(false);\nreturn code;")]
    [InlineData("var task = SpaceforgePlugin.RunAsync<First>(args);\nvar code = await task;\nConsole.WriteLine(code);\nreturn code;")]
    [InlineData("var code = await SpaceforgePlugin.RunAsync<First>(args);\nreturn code == 0 ? 0 : 1;")]
    [InlineData("if (await SpaceforgePlugin.RunAsync<First>(args) != 0) throw new InvalidOperationException();")]
    [InlineData("int code;\nreturn code = await SpaceforgePlugin.RunAsync<First>(args);")]
    [InlineData("Environment.ExitCode = await SpaceforgePlugin.RunAsync<First>(args);")]
    [InlineData("Environment.Exit(await SpaceforgePlugin.RunAsync<First>(args));")]
    public Task An_exit_code_that_is_kept_is_left_alone(string start) =>
        ProgramAsync($"{start}\nsealed class First : SpaceforgePlugin {{ public override string Name => \"First\"; }}");

    [Fact]
    public Task A_library_is_left_alone() => PluginCode.FindsAsync<PluginStartAnalyzer>(Two);

    [Theory]
    [InlineData("public override string Name => \"my-plugin\";", "{|SF1009:MyPlugin|}")]
    [InlineData("public override string Name => \"Scanner\";", "{|SF1009:MyPlugin|}")]
    public Task A_suggestion_is_made(string members, string name) =>
        PluginCode.FindsAsync<MetadataAnalyzer>($"sealed class {name} : SpaceforgePlugin {{ {members} }}");

    [Theory]
    [InlineData(
        "sealed class MyPlugin : SpaceforgePlugin { public override string Name => \"Scanner\"; public override string? Description => \"x\"; }")]
    [InlineData(
        "sealed class MyPlugin : SpaceforgePlugin { public override string Name => \"2fa\"; public override string? Description => null; }")]
    [InlineData(
        "sealed class MyPlugin : SpaceforgePlugin { public override string Name => Environment.MachineName; public override string? Description => \"x\"; }")]
    [InlineData(
        "abstract class Base : SpaceforgePlugin { public override string? Description => \"x\"; }\nsealed class MyPlugin : Base { public override string Name => \"Scanner\"; }")]
    public Task No_suggestion_is_made(string code) => PluginCode.FindsAsync<MetadataAnalyzer>(code);

    static Task ProgramAsync(string code) => PluginCode.FindsAsync<PluginStartAnalyzer>(code, OutputKind.ConsoleApplication);
}
