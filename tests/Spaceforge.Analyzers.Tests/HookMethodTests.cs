using Spaceforge.Analyzers.Hooks;
using Spaceforge.CodeFixes;

namespace Spaceforge.Analyzers.Tests;

/// <summary>Methods that look like hooks.</summary>
public sealed class HookMethodTests
{
    [Theory]
    [InlineData("public void {|SF1001:AfterPlan|}() { }")]
    [InlineData("async Task {|SF1001:after_plan|}() => await Task.Yield();")]
    [InlineData("public Task {|SF1001:AfterPlanAsync|}() => Task.CompletedTask;")]
    [InlineData("protected new Task {|SF1001:AfterPlanAsync|}(CancellationToken cancellationToken) => Task.CompletedTask;")]
    [InlineData("Task<bool> {|SF1001:BeforeInitAsync|}(string text) => Task.FromResult(text.Length > 0);")]
    [InlineData("static void {|SF1001:AfterRun|}() { }")]
    public Task A_lookalike_is_found(string method) => PluginCode.FindsAsync<HookMethodAnalyzer>(PluginCode.Plugin(method));

    [Theory]
    [InlineData("protected override Task AfterPlanAsync(CancellationToken cancellationToken) => Task.CompletedTask;")]
    [InlineData(
        "protected override Task AfterPlanAsync(CancellationToken cancellationToken) => AfterPlan();\nTask AfterPlan() => Task.CompletedTask;")]
    [InlineData("Task AfterPlanning() => Task.CompletedTask;")]
    public Task A_hook_and_its_helpers_are_left_alone(string methods) =>
        PluginCode.FindsAsync<HookMethodAnalyzer>(PluginCode.Plugin(methods));

    [Fact]
    public Task Other_classes_are_left_alone() => PluginCode.FindsAsync<HookMethodAnalyzer>("class C { public void AfterPlan() { } }");

    [Theory]
    [InlineData(
        "public async Task {|SF1001:AfterPlan|}()\n{\n    await Task.Yield();\n}",
        "protected override async Task AfterPlanAsync(CancellationToken cancellationToken)\n{\n    await Task.Yield();\n}")]
    [InlineData(
        "public Task {|SF1001:AfterPlanAsync|}(CancellationToken stop = default) => Task.Delay(1, stop);",
        "protected override Task AfterPlanAsync(CancellationToken stop) => Task.Delay(1, stop);")]
    [InlineData(
        "async void {|SF1001:before_init|}() => await Task.Yield();",
        "protected override async Task BeforeInitAsync(CancellationToken cancellationToken) => await Task.Yield();")]
    [InlineData(
        "/// <summary>Says it.</summary>\nvoid {|SF1001:AfterRun|}()\n{\n    if (RunInfo.IsLocal) return;\n    Action nothing = () => { return; };\n    Logger.LogInformation(\"done\");\n    nothing();\n}",
        "/// <summary>Says it.</summary>\nprotected override Task AfterRunAsync(CancellationToken cancellationToken)\n{\n    if (RunInfo.IsLocal) return Task.CompletedTask;\n    Action nothing = () => { return; };\n    Logger.LogInformation(\"done\");\n    nothing();\n    return Task.CompletedTask;\n}")]
    [InlineData(
        "void {|SF1001:AfterRun|}() => Logger.LogInformation(\"done\");",
        "protected override Task AfterRunAsync(CancellationToken cancellationToken)\n{\n    Logger.LogInformation(\"done\");\n    return Task.CompletedTask;\n}")]
    [InlineData(
        "void {|SF1001:AfterRun|}()\n{\n    throw new PluginFailedException(\"no\");\n}",
        "protected override Task AfterRunAsync(CancellationToken cancellationToken)\n{\n    throw new PluginFailedException(\"no\");\n}")]
    public Task It_becomes_the_override(string code, string result) =>
        PluginCode.FixesAsync<HookMethodAnalyzer, HookOverrideFix>(PluginCode.Plugin(code), PluginCode.Plugin(result));

    [Theory]
    [InlineData("bool {|SF1001:AfterPlan|}() => true;")]
    [InlineData("void {|SF1001:AfterPlan|}(string text) => Logger.LogInformation(text);")]
    [InlineData("void {|SF1001:AfterPlan|}() { }\nvoid Other() => AfterPlan();")]
    public Task What_the_author_must_decide_is_left_to_the_author(string code) =>
        PluginCode.OffersNothingAsync<HookMethodAnalyzer, HookOverrideFix>(PluginCode.Plugin(code));
}
