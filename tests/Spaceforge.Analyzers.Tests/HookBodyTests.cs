using Spaceforge.Analyzers.Hooks;
using Spaceforge.CodeFixes;

namespace Spaceforge.Analyzers.Tests;

/// <summary>What hooks must not do.</summary>
public sealed class HookBodyTests
{
    [Theory]
    [InlineData("{|SF1002:Environment.Exit(1)|};")]
    [InlineData("{|SF1002:Environment.FailFast(\"no\")|};")]
    [InlineData("var line = {|SF1003:Console.ReadLine()|};")]
    [InlineData("var key = {|SF1003:Console.ReadKey()|};")]
    [InlineData("var text = {|SF1003:Console.In|}.ReadToEnd();")]
    [InlineData("{|SF1004:Thread.Sleep(1000)|};")]
    [InlineData("{|SF1004:SendMarkdownAsync(\"x\").Wait()|};")]
    [InlineData("var sent = {|SF1004:SendMarkdownAsync(\"x\").Result|};")]
    [InlineData("var sent = {|SF1004:SendMarkdownAsync(\"x\").GetAwaiter().GetResult()|};")]
    [InlineData("var sending = SendMarkdownAsync(\"x\"); var sent = {|SF1004:sending.Result|};")]
    [InlineData("{|SF1004:Task.WaitAll(SendMarkdownAsync(\"x\"))|};")]
    [InlineData("using var process = System.Diagnostics.Process.Start(\"x\"); {|SF1004:process.WaitForExit()|};")]
    [InlineData("using var gate = new SemaphoreSlim(1); {|SF1004:gate.Wait()|};")]
    [InlineData("void Local() => {|SF1004:Thread.Sleep(1)|}; Local();")]
    public Task It_is_found(string statements) => PluginCode.FindsAsync<HookBodyAnalyzer>(Hook(statements));

    [Theory]
    [InlineData("Environment.ExitCode = 1;")]
    [InlineData("Console.WriteLine(\"x\");")]
    [InlineData("await Task.Delay(1000, cancellationToken);")]
    [InlineData("var sending = SendMarkdownAsync(\"x\"); await Task.WhenAll(sending); var sent = sending.Result;")]
    [InlineData(
        "var sending = SendMarkdownAsync(\"x\"); if (sending.IsCompletedSuccessfully) Logger.LogInformation(\"{Sent}\", sending.Result);")]
    [InlineData("using var gate = new SemaphoreSlim(1); var free = gate.Wait(0);")]
    [InlineData("var answer = new Answer(); Logger.LogInformation(\"{Result}\", answer.Result);")]
    public Task It_is_left_alone(string statements) =>
        PluginCode.FindsAsync<HookBodyAnalyzer>(Hook(statements) + "sealed class Answer { public int Result => 1; }\n");

    [Fact]
    public Task Other_classes_are_left_alone() =>
        PluginCode.FindsAsync<HookBodyAnalyzer>("class C { public void M() { Thread.Sleep(1); Environment.Exit(1); } }");

    [Theory]
    [InlineData("{|SF1002:Environment.Exit(1)|};", "throw new PluginFailedException(\"The hook failed.\");")]
    [InlineData(
        "if (RunInfo.IsLocal) {|SF1002:Environment.FailFast(\"no\")|};", "if (RunInfo.IsLocal) throw new PluginFailedException(\"no\");")]
    public Task An_exit_becomes_an_exception(string code, string result) =>
        PluginCode.FixesAsync<HookBodyAnalyzer, ExitFix>(Hook(code), Hook(result));

    [Fact]
    public Task An_exit_without_a_failure_is_left_to_the_author() =>
        PluginCode.OffersNothingAsync<HookBodyAnalyzer, ExitFix>(Hook("{|SF1002:Environment.Exit(0)|};"));

    [Theory]
    [InlineData("{|SF1004:Thread.Sleep(1000)|};", "await Task.Delay(1000, cancellationToken);")]
    [InlineData("{|SF1004:SendMarkdownAsync(\"x\").Wait()|};", "await SendMarkdownAsync(\"x\");")]
    [InlineData("var sent = {|SF1004:SendMarkdownAsync(\"x\").Result|};", "var sent = await SendMarkdownAsync(\"x\");")]
    [InlineData(
        "var code = {|SF1004:RunCliAsync(\"x\").GetAwaiter().GetResult()|}.ExitCode;", "var code = (await RunCliAsync(\"x\")).ExitCode;")]
    [InlineData("using var process = System.Diagnostics.Process.Start(\"x\"); {|SF1004:process.WaitForExit()|};",
        "using var process = System.Diagnostics.Process.Start(\"x\"); await process.WaitForExitAsync(cancellationToken);")]
    public Task A_wait_is_awaited(string code, string result) =>
        PluginCode.FixesAsync<HookBodyAnalyzer, AwaitFix>(Hook(code), Hook(result));

    [Theory]
    [InlineData("void Local() => {|SF1004:Thread.Sleep(1)|}; Local();")]
    [InlineData("lock (Logger) {|SF1004:Thread.Sleep(1)|};")]
    public Task Where_nothing_can_be_awaited_nothing_is_offered(string code) =>
        PluginCode.OffersNothingAsync<HookBodyAnalyzer, AwaitFix>(Hook(code));

    static string Hook(string statements) => PluginCode.Plugin(
        $$"""
        protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            {{statements}}
        }
        """);
}
