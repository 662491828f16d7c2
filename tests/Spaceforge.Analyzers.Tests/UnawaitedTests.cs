using Spaceforge.Analyzers.Hooks;

namespace Spaceforge.Analyzers.Tests;

/// <summary>Checks that a hook starts and nobody waits for.</summary>
public sealed class UnawaitedTests
{
    [Theory]
    [InlineData("{|SF1012:CheckAsync()|};")]
    [InlineData("_ = {|SF1012:CheckAsync()|};")]
    [InlineData("{|SF1012:CheckAsync().ConfigureAwait(false)|};")]
    [InlineData("{|SF1012:this?.CheckAsync()|};")]
    [InlineData("{|SF1012:Task.Run(() => throw new PluginFailedException(\"no\"))|};")]
    [InlineData("{|SF1012:Task.WhenAll(CheckAsync(), CheckAsync())|};")]
    [InlineData("{|SF1012:CheckAsync().ContinueWith(_ => { })|};")]
    [InlineData("_ = {|SF1012:new ValueTask(CheckAsync())|};")]
    [InlineData("var check = {|SF1012:CheckAsync()|};")]
    [InlineData("Task check; check = {|SF1012:CheckAsync()|};")]
    [InlineData("var checks = {|SF1012:new[] { CheckAsync() }|};")]
    [InlineData("_ = {|SF1012:new List<int> { 1 }.ConvertAll(i => CheckAsync())|};")]
    [InlineData("_ = {|SF1012:System.Linq.Enumerable.Select(new[] { 1 }, i => CheckAsync())|};")]
    [InlineData("Action check = () => {|SF1012:CheckAsync()|}; check();")]
    [InlineData("new List<int> { 1 }.ForEach({|SF1012:async i => await CheckAsync()|});")]
    [InlineData("Action check = {|SF1012:async () => await CheckAsync()|}; check();")]
    [InlineData("Check(); {|SF1012:async void Check() => await CheckAsync();|}")]
    [InlineData("void Check() { {|SF1012:CheckAsync()|}; } Check();")]
    [InlineData("Later();", "async void {|SF1012:Later|}() => await CheckAsync();")]
    [InlineData("new Checker().Start();", "sealed class Checker { public async void {|SF1012:Start|}() => await Task.Yield(); }")]
    [InlineData("new Checker().Start();", "sealed class Checker { public void Start() => {|SF1012:Task.Run(() => { })|}; }")]
    [Attack("author", "starts a check in a hook and does not wait for it: a task that is dropped, discarded or kept in vain, async void",
        "compiler error SF1012")]
    public Task It_is_found(string statements, string member = "") =>
        PluginCode.FindsAsync<UnawaitedAnalyzer>(Hook(statements, member));

    [Theory]
    [InlineData("await CheckAsync();")]
    [InlineData("_ = await Task.FromResult(1);")]
    [InlineData("var check = CheckAsync(); await check;")]
    [InlineData("Task check; check = CheckAsync(); await check;")]
    [InlineData("var checks = new List<Task> { CheckAsync() }; await Task.WhenAll(checks);")]
    [InlineData("var checks = new List<Task>(); checks.Add(CheckAsync()); await Task.WhenAll(checks);")]
    [InlineData("Func<Task> check = () => CheckAsync(); await check();")]
    [InlineData("Func<Task> check = async () => await CheckAsync(); await check();")]
    [InlineData("_check = CheckAsync(); await _check;", "Task? _check;")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Exited += async (_, _) => await CheckAsync();")]
    [InlineData("_ = \"x\".Trim();")]
    [InlineData("await using var stream = System.IO.Stream.Null;")]
    public Task It_is_left_alone(string statements, string member = "") =>
        PluginCode.FindsAsync<UnawaitedAnalyzer>(Hook(statements, member));

    static string Hook(string statements, string member) => PluginCode.Plugin(
        $$"""
        protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            {{statements}}
        }

        async Task CheckAsync() => await Task.Yield();

        {{member}}
        """);
}
