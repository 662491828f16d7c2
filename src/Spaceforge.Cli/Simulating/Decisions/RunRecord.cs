using System.Diagnostics;
using System.Text.Json.Nodes;
using Spaceforge.Cli.RuntimeConfiguration;
using Spaceforge.Manifests;
using Spaceforge.Shared.Policies;
using Spaceforge.Shared.PolicyInputs;

namespace Spaceforge.Cli.Simulating.Decisions;

/// <summary>What Spacelift tells policies of a simulated run.</summary>
sealed class RunRecord(
    SimulationOptions options, RunSettings settings, IReadOnlyList<PluginManifest> plugins, JsonObject commit, Stopwatch clock,
    TimeProvider time)
{
    const string Id = "01J0000000000000000000000S";
    const string Account = "simulation";
    const long NanosecondsPerTick = 100;

    readonly long _created = Nanoseconds(time.GetUtcNow() - clock.Elapsed);
    readonly List<(string State, TimeSpan Since)> _states = [];
    readonly Dictionary<string, IReadOnlyList<string>> _flags = new(StringComparer.Ordinal);
    readonly JsonArray _receipts = [];
    PolicyDecision? _plan;

    /// <summary>The plan, once there is one.</summary>
    public PlanInput? Plan { get; set; }

    /// <summary>The states that it was in, in order.</summary>
    public IEnumerable<string> States => _states.Select(state => state.State);

    string State => _states[^1].State;

    public void Enters(string state) => _states.Add((state, clock.Elapsed));

    /// <summary>Keeps the parts of a decision that later policies see: flags and receipts.</summary>
    public void Keep(PolicyDecision decision)
    {
        if (decision.Kind == PolicyKind.Notification) return;
        if (decision.Kind == PolicyKind.Plan) _plan = decision;
        // Policies of one type do not see each other's flags.
        var known = _flags.GetValueOrDefault(decision.Kind.Name, []);
        _flags[decision.Kind.Name] = [.. known.Except(decision.ResetFlags).Union(decision.AddedFlags).Order(StringComparer.Ordinal)];
        foreach (var policy in decision.Policies)
        {
            _receipts.Add((JsonNode)new JsonObject
            {
                ["flags"] = Texts(policy.Texts("flag")),
                ["name"] = policy.Policy.Name,
                ["outcome"] = policy.Outcome,
                ["type"] = decision.Kind.Name,
            });
        }
    }

    public PolicyInputDocument PlanDocument(JsonObject custom) => PolicyInputDocument.Of(
        new JsonObject
        {
            ["ansible"] = null,
            ["cloudformation"] = null,
            ["kubernetes"] = null,
            ["pulumi"] = null,
            ["spacelift"] = new JsonObject
            {
                ["commit"] = commit.DeepClone(),
                ["request"] = Request(),
                ["run"] = Run(PolicyKind.Plan),
                ["stack"] = Stack(),
            },
            ["terraform"] = Plan is null ? null : new JsonObject(),
            ["terragrunt"] = null,
            ["third_party_metadata"] = new JsonObject { ["custom"] = custom.DeepClone(), ["infracost"] = null },
        },
        Plan);

    /// <param name="isReviewed">Whether the reviews from the command line are included.</param>
    public PolicyInputDocument ApprovalDocument(bool isReviewed)
    {
        var run = Run(PolicyKind.Approval);
        run["repository_runtime_config_changed"] = false;
        var (approvals, rejections) = isReviewed ? (options.Approvals, options.Rejections) : (0, 0);
        return PolicyInputDocument.Of(
            new JsonObject
            {
                ["reviews"] = new JsonObject
                {
                    ["current"] = new JsonObject
                    {
                        ["approvals"] = Reviews("approver", approvals),
                        ["rejections"] = Reviews("rejecter", rejections),
                    },
                    ["older"] = new JsonObject { ["approvals"] = new JsonArray(), ["rejections"] = new JsonArray() },
                },
                ["run"] = run,
                ["stack"] = Stack(),
            },
            Plan);
    }

    public PolicyInputDocument NotificationDocument(string note)
    {
        var run = Run(PolicyKind.Notification);
        run["states_history"] = SampleRun.History([.. States]);
        var stack = Stack();
        stack["autoretry"] = false;
        return PolicyInputDocument.Of(
            new JsonObject
            {
                ["account"] = new JsonObject { ["name"] = Account },
                ["run_updated"] = new JsonObject
                {
                    ["note"] = note,
                    ["plan_policy_decision"] = new JsonObject
                    {
                        ["deny"] = Texts(_plan?.Denials ?? []),
                        ["warn"] = Texts(_plan?.Warnings ?? []),
                    },
                    ["policy_receipts"] = _receipts.DeepClone(),
                    ["run"] = run,
                    ["stack"] = stack,
                    ["state"] = State,
                    ["timing"] = Timing(),
                    ["urls"] = new JsonObject
                    {
                        ["run"] = $"https://{Account}.app.spacelift.io/stack/{options.Stack ?? RunVariables.DefaultStack}/run/{Id}",
                    },
                    ["username"] = Account,
                },
                ["webhook_endpoints"] = new JsonArray([.. plugins.SelectMany(plugin => plugin.Webhooks).Select(
                    webhook => new JsonObject { ["id"] = webhook.NamePrefix, ["labels"] = Texts(webhook.Labels) })]),
            },
            Plan);
    }

    JsonObject Run(PolicyKind kind)
    {
        var run = SampleRun.Run(State);
        run["branch"] = commit["branch"]!.DeepClone();
        run["commit"] = commit.DeepClone();
        run["command"] = options.RunType == RunType.Task ? options.Commands.GetValueOrDefault("perform", "") : "";
        run["created_at"] = _created;
        run["creator_session"] = Session(Account);
        run["flags"] = Texts([.. _flags.Where(flags => flags.Key != kind.Name).SelectMany(flags => flags.Value).Distinct()]);
        run["id"] = Id;
        run["triggered_by"] = Account;
        run["type"] = options.RunType.Name;
        run["updated_at"] = _created + Nanoseconds(_states[^1].Since);
        var config = run["runtime_config"]!;
        config["environment"] = new JsonObject(
            options.Variables.Where(variable => !settings.Environment.ContainsKey(variable.Key)).Concat(settings.Environment)
                .Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value)));
        foreach (var (hook, (commands, _)) in settings.Hooks) config[hook] = Texts(commands);
        config["git_sparse_checkout_paths"] = Texts(settings.SparseCheckoutPaths);
        config["project_root"] = settings.ProjectRoot ?? options.ProjectRoot;
        config["runner_image"] = settings.RunnerImage ?? config["runner_image"]?.DeepClone();
        config["terraform_version"] = Plan?.TerraformVersion;
        return run;
    }

    JsonObject Stack()
    {
        var stack = SampleRun.Stack(State);
        stack["autodeploy"] = options.Autodeploys;
        stack["branch"] = commit["branch"]!.DeepClone();
        stack["contexts"] = Texts([.. plugins.SelectMany(plugin => plugin.Contexts).Select(context => context.NamePrefix)]);
        stack["id"] = options.Stack ?? RunVariables.DefaultStack;
        stack["labels"] = Texts(options.Labels);
        stack["name"] = "simulation";
        stack["namespace"] = Account;
        stack["project_root"] = options.ProjectRoot;
        stack["repository"] = "stack";
        stack["terraform_version"] = Plan?.TerraformVersion;
        stack["tracked_commit"] = commit.DeepClone();
        return stack;
    }

    JsonArray Timing()
    {
        var timing = new JsonArray();
        for (var i = 0; i + 1 < _states.Count; i++)
        {
            timing.Add((JsonNode)new JsonObject
            {
                ["duration"] = Nanoseconds(_states[i + 1].Since - _states[i].Since),
                ["state"] = _states[i].State,
            });
        }

        return timing;
    }

    JsonArray Reviews(string login, int count) => [.. Enumerable.Range(1, count).Select(number => (JsonNode)new JsonObject
    {
        ["author"] = $"{login}{number}",
        ["author_roles"] = new JsonArray(),
        ["request"] = Request(),
        ["session"] = Session($"{login}{number}"),
        ["state"] = State,
        ["state_version"] = 1,
    })];

    JsonObject Request()
    {
        var request = SampleRun.Request;
        request["timestamp_ns"] = Nanoseconds(time.GetUtcNow());
        return request;
    }

    static JsonObject Session(string login)
    {
        var session = SampleRun.Session;
        session["account_name"] = Account;
        session["login"] = login;
        session["name"] = login;
        return session;
    }

    static JsonArray Texts(IReadOnlyList<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    static long Nanoseconds(DateTimeOffset moment) => Nanoseconds(moment - DateTimeOffset.UnixEpoch);

    static long Nanoseconds(TimeSpan duration) => duration.Ticks * NanosecondsPerTick;
}
