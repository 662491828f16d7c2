using Spaceforge.Analyzers.Hooks;
using Spaceforge.CodeFixes;

namespace Spaceforge.Analyzers.Tests;

/// <summary>Catch clauses that end the failure of a hook.</summary>
public sealed class SwallowedFailureTests
{
    const string Check = "throw new PluginFailedException(\"no\");";
    const string Log = "{ Logger.LogWarning(\"x\"); }";

    [Theory]
    [InlineData($"try {{ {Check} }} {{|SF1013:catch|}} {Log}")]
    [InlineData($"try {{ {Check} }} {{|SF1013:catch (Exception)|}} {{ }}")]
    [InlineData($"try {{ {Check} }} {{|SF1013:catch (Exception e)|}} {{ Logger.LogWarning(e, \"{{Message}}\", e.Message); }}")]
    [InlineData($"try {{ {Check} }} {{|SF1013:catch (Exception e)|}} {{ Console.WriteLine($\"{{e}} {{e.ToString()}}\"); }}")]
    [InlineData($"try {{ {Check} }} {{|SF1013:catch (SpaceforgeException e)|}} {{ Logger.LogWarning(\"{{E}}\", e); }}")]
    [InlineData($"try {{ {Check} }} catch (InvalidOperationException) {{ throw; }} {{|SF1013:catch (Exception)|}} {Log}")]
    [InlineData($"try {{ {Check} }} {{|SF1013:catch (Exception e) when (e is not OperationCanceledException)|}} {Log}")]
    [InlineData($"try {{ {Check} }} {{|SF1013:catch (Exception e) when (!(e is TimeoutException or OperationCanceledException))|}} {Log}")]
    [InlineData($"try {{ {Check} }} {{|SF1013:catch (Exception) when (!cancellationToken.IsCancellationRequested)|}} {Log}")]
    [InlineData($"try {{ {Check} }} {{|SF1013:catch (Exception e) when (e is PluginFailedException or TimeoutException)|}} {Log}")]
    [InlineData($"try {{ if (RunInfo.IsLocal) {Check} }} {{|SF1013:catch (Exception)|}} {{ return; }}")]
    [InlineData("try { var run = RunInfo.Id ?? throw new PluginFailedException(\"no\"); } {|SF1013:catch (Exception)|} { }")]
    [InlineData("try { var plan = await RequirePlanAsync(cancellationToken); } {|SF1013:catch (Exception)|} { }")]
    [InlineData("try { Services.Decide(FailMode.Fail, \"no\", \"yes\"); } {|SF1013:catch (Exception)|} { }")]
    [InlineData("try { await FailAsync(); } {|SF1013:catch (Exception)|} { }")]
    [InlineData("try { await DeepAsync(3); } {|SF1013:catch (Exception)|} { }")]
    [InlineData("try { Fail(); } {|SF1013:catch (Exception)|} { } void Fail() => throw new PluginFailedException(\"no\");")]
    [InlineData("try { throw Problem(); } {|SF1013:catch (Exception)|} { }")]
    [InlineData($"await OncePerWorkspaceAsync(\"x\", async _ => {{ try {{ await FailAsync(); }} {{|SF1013:catch (Exception)|}} {Log} }});")]
    [InlineData($"foreach (var i in new[] {{ 1 }}) {{ try {{ {Check} }} {{|SF1013:catch (Exception)|}} {{ continue; }} }}")]
    [InlineData($"var failed = 0; try {{ {Check} }} {{|SF1013:catch (Exception)|}} {{ failed++; }} Logger.LogWarning(\"{{N}}\", failed);")]
    [InlineData($"try {{ try {{ {Check} }} finally {{ await Task.Yield(); }} }} {{|SF1013:catch (Exception)|}} {Log}")]
    [InlineData("await new Helper().CheckAsync();", "sealed class Helper { public async Task CheckAsync() { await Task.Yield(); "
        + "try { throw new PluginFailedException(\"no\"); } {|SF1013:catch (Exception)|} { } } }")]
    public Task It_is_found(string statements, string member = "") =>
        PluginCode.FindsAsync<SwallowedFailureAnalyzer>(Hook(statements, member));

    [Theory]
    [InlineData($"try {{ {Check} }} catch (Exception e) when (e is not PluginFailedException) {Log}")]
    [InlineData($"try {{ {Check} }} catch (Exception e) when (e is not (PluginFailedException or OperationCanceledException)) {Log}")]
    [InlineData($"try {{ {Check} }} catch (Exception e) when (e is TimeoutException {{ Message: \"x\" }}) {Log}")]
    [InlineData($"for (var i = 0; i < 3; i++) try {{ {Check} }} catch (Exception) when (i < 2) {Log}")]
    [InlineData($"try {{ {Check} }} catch (Exception) {{ Logger.LogWarning(\"x\"); throw; }}")]
    [InlineData($"try {{ {Check} }} catch (Exception e) {{ if (e is PluginFailedException) throw; }}")]
    [InlineData($"try {{ {Check} }} catch (Exception e) {{ throw new PluginFailedException(\"no\", e); }}")]
    [InlineData($"try {{ {Check} }} catch (Exception e) {{ System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e); }}")]
    [InlineData($"try {{ {Check} }} catch (Exception e) {{ System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e).Throw(); }}")]
    [InlineData($"try {{ {Check} }} catch (Exception) {{ await FailAsync(); }}")]
    [InlineData($"try {{ {Check} }} catch (Exception) {{ Environment.Exit(1); }}")]
    [InlineData($"try {{ {Check} }} catch (Exception) {{ Environment.ExitCode = 1; }}")]
    [InlineData($"try {{ {Check} }} catch (Exception e) {{ Decide(FailMode.Fail, e.Message, \"\"); }}")]
    [InlineData($"try {{ {Check} }} catch (PluginFailedException) {Log} catch (Exception) {Log}")]
    [InlineData($"try {{ {Check} }} catch (PluginFailedException) {{ throw; }} catch (Exception) {Log}")]
    [InlineData($"Exception? first = null; try {{ {Check} }} catch (Exception e) {{ first = e; }} if (first is not null) throw first;")]
    [InlineData($"var all = new List<string>(); try {{ {Check} }} catch (Exception e) {{ all.Add(e.Message); }} if (all.Any()) {Check}")]
    [InlineData($"var failed = 0; try {{ {Check} }} catch (Exception) {{ failed++; }} if (failed > 0) {Check}")]
    [InlineData($"try {{ {Check} }} catch (Exception) {{ _failed = true; }}", "bool _failed;")]
    [InlineData($"async Task<bool> IsGoodAsync() {{ await Task.Yield(); try {{ {Check} }} catch (Exception) {{ return false; }} }} "
        + "if (!await IsGoodAsync()) throw new PluginFailedException(\"no\");")]
    [InlineData($"try {{ try {{ {Check} }} catch (PluginFailedException) {{ }} }} catch (Exception) {Log}")]
    [InlineData($"try {{ void Fail() {{ {Check} }} }} catch (Exception) {Log}")]
    [InlineData($"try {{ await RunCliAsync(\"x\"); ReadFile(\"x\"); await SendMarkdownAsync(\"x\"); }} catch (Exception) {Log}")]
    [InlineData($"try {{ await DeepAsync(0); await LoopAsync(); }} catch (InvalidOperationException) {Log}")]
    [InlineData($"try {{ await LoopAsync(); }} catch (Exception) {Log}")]
    [InlineData($"try {{ throw new InvalidOperationException(); }} catch (Exception) {Log}")]
    public Task It_is_left_alone(string statements, string member = "") =>
        PluginCode.FindsAsync<SwallowedFailureAnalyzer>(Hook(statements, member));

    [Theory]
    [InlineData("{|SF1013:catch|} { }",
        "catch (Exception e) when (e is not PluginFailedException && !cancellationToken.IsCancellationRequested) { }")]
    [InlineData("{|SF1013:catch (Exception)|} { }",
        "catch (Exception e) when (e is not PluginFailedException && !cancellationToken.IsCancellationRequested) { }")]
    [InlineData("{|SF1013:catch (Exception problem)|} { }",
        "catch (Exception problem) when (problem is not PluginFailedException && !cancellationToken.IsCancellationRequested) { }")]
    [InlineData("{|SF1013:catch (Exception e) when (e is not OperationCanceledException)|} { }",
        "catch (Exception e) when (e is not OperationCanceledException && e is not PluginFailedException) { }")]
    [InlineData("{|SF1013:catch (Exception e) when (e is PluginFailedException || e is TimeoutException)|} { }",
        "catch (Exception e) when ((e is PluginFailedException || e is TimeoutException) && e is not PluginFailedException) { }")]
    [InlineData("{|SF1013:catch|} { var e = 1; Logger.LogWarning(\"{N}\", e); }",
        "catch (Exception exception) when (exception is not PluginFailedException && !cancellationToken.IsCancellationRequested) "
        + "{ var e = 1; Logger.LogWarning(\"{N}\", e); }")]
    public Task A_filter_leaves_the_failure_out(string handler, string result) =>
        PluginCode.FixesAsync<SwallowedFailureAnalyzer, CatchFilterFix>(
            Hook($"try {{ await FailAsync(); }} {handler}", ""), Hook($"try {{ await FailAsync(); }} {result}", ""));

    [Fact]
    public Task Without_a_token_there_is_nothing_to_ask() => PluginCode.FixesAsync<SwallowedFailureAnalyzer, CatchFilterFix>(
        Hook("", "void Check()\n{\n    try { throw Problem(); }\n    {|SF1013:catch|}\n    {\n    }\n}"),
        Hook("", "void Check()\n{\n    try { throw Problem(); }\n    catch (Exception e) when (e is not PluginFailedException)"
            + "\n    {\n    }\n}"));

    static string Hook(string statements, string member) => PluginCode.Plugin(
        $$"""
        protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            {{statements}}
        }

        async Task FailAsync() => await Task.FromException(Problem() is { } problem ? throw problem : new TimeoutException());

        async Task DeepAsync(int depth)
        {
            if (depth > 0) await DeepAsync(depth - 1);
            else await FailAsync();
        }

        async Task LoopAsync() => await LoopAsync();

        static PluginFailedException Problem() => new("no");

        {{member}}
        """);
}
