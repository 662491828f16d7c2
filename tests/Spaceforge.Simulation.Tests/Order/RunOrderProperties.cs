using System.Text.Json.Nodes;
using Spaceforge.Tests.Shared.Properties;

namespace Spaceforge.Simulation.Tests.Order;

/// <summary>Any hooks of any contexts run in the documented order, and any failure has the documented effects.</summary>
public sealed class RunOrderProperties
{
    [Fact]
    public void Any_hooks_and_failures_follow_the_documented_order() => AnyRun.All.Hold(
        6,
        run =>
        {
            var expected = new ExpectedRun(run);
            using var simulated = new Simulated();
            var arguments = Write(run, simulated);
            var result = Task.Run(() => simulated.RunAsync(expected.ExitCode, arguments)).GetAwaiter().GetResult();
            Assert.Equal(expected.Log, result.Log.Where(line => !IsOfShell(line)));
            Assert.Equal(expected.Phases, result.Phases);
            Assert.Equal(expected.FinalState, result.FinalState);
        },
        shrinks: 40);

    /// <summary>What a shell says of a process that a signal ended.</summary>
    static bool IsOfShell(string line) =>
        line.Contains("Killed", StringComparison.Ordinal) || line.Contains("Terminated", StringComparison.Ordinal);

    static string[] Write(AnyRun run, Simulated simulated)
    {
        var plugins = run.Contexts.GroupBy(context => context.Plugin).ToArray();
        foreach (var plugin in plugins)
        {
            var manifest = new PluginManifest(plugin.Key);
            foreach (var (_, context) in plugin)
            {
                manifest.Context(
                    context, [.. run.Hooks.Where(hook => hook.Context == context).Select(hook => (hook.Hook, hook.Command))]);
            }

            if (plugin == plugins[0] && run.Plan is AnyPlan.Denied or AnyPlan.Warned)
            {
                var rule = run.Plan == AnyPlan.Denied ? "deny" : "warn";
                manifest.Policy("policy", "PLAN", "REGO_V1", $"package spacelift\n\n{rule} contains \"no\"\n");
            }

            if (plugin == plugins[^1] && run.Approval is { } approval) manifest.Policy("approval", "APPROVAL", "REGO_V1", approval.Policy);
            simulated.Write(manifest);
        }

        var ofStack = run.Hooks.Where(hook => hook.Context is null).GroupBy(hook => hook.Hook).Select(hooks =>
            KeyValuePair.Create(hooks.Key, (JsonNode?)new JsonArray([.. hooks.Select(hook => (JsonNode)hook.Command)])));
        simulated.Folder.Write("source/.spacelift/config.yml", new JsonObject
        {
            ["version"] = 2,
            [run.Type == "testing" ? "test_defaults" : "stack_defaults"] = new JsonObject(ofStack),
        }.ToJsonString());
        simulated.Folder.Write("plan.json", run.Plan == AnyPlan.NoChanges
            ? """{"format_version": "1.2", "resource_changes": [], "applyable": false}"""
            : """
              {"format_version": "1.2", "resource_changes": [{"address": "a.b", "mode": "managed", "type": "a", "name": "b",
              "provider_name": "p", "change": {"actions": ["create"], "before": null, "after": {}, "after_unknown": {}}}]}
              """);
        var own = AnyRun.Phases.Where(phase => phase != "plan" || run.Plan == AnyPlan.Unknown);
        return
        [
            .. plugins.Select(plugin => $"{plugin.Key}.yaml"), "--source", "source", "--run-type", run.Type,
            .. own.SelectMany(phase => (string[])["--phase", $"{phase}={run.Own[phase].Command}"]),
            .. run.Plan == AnyPlan.Unknown ? (string[])[] : ["--plan-json", "plan.json"],
            .. run.Autodeploys ? (string[])["--autodeploy"] : [],
            .. run.Pauses ? (string[])[] : ["--no-pause"],
            .. run.Skipped is { } skipped ? (string[])["--env", $"SPACELIFT_SKIP_{Participle(skipped)}=true"] : [],
            .. Enumerable.Repeat("--approve", run.Approval?.Approvals ?? 0),
            .. Enumerable.Repeat("--reject", run.Approval?.Rejections ?? 0),
            .. run.Final is { } final ? (string[])["--final-state", final] : [],
        ];
    }

    static string Participle(string phase) => phase == "apply" ? "APPLYING" : "DESTROYING";
}
