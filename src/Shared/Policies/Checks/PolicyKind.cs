namespace Spaceforge.Shared.Policies;

/// <summary>A type of policy: the rules that Spacelift reads, and the definitions that it adds.</summary>
sealed class PolicyKind
{
    PolicyKind(string name, int seconds, string[] others, PolicyRule[] rules, string[] aliases, bool inPlugins = false)
    {
        Name = name;
        Timeout = TimeSpan.FromSeconds(seconds);
        OtherNames = others;
        Rules = rules;
        Aliases = aliases;
        InPlugins = inPlugins;
    }

    /// <summary>The name in a plugin's manifest, or in the API for types that plugins cannot have: <c>PLAN</c>.</summary>
    public string Name { get; }

    /// <summary>Older names, and those in the API.</summary>
    public IReadOnlyList<string> OtherNames { get; }

    public IReadOnlyList<PolicyRule> Rules { get; }

    /// <summary>Rules that Spacelift defines for policies to use.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>The time limit for evaluating one policy.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Whether a plugin's manifest may contain policies of this type.</summary>
    public bool InPlugins { get; }

    public static PolicyKind Plan { get; } = new(
        "PLAN", 45, ["TERRAFORM_PLAN"], [.. Texts("deny", "warn", "flag", "reset_flag"), Sample],
        ["affected_resources", "created_resources", "deleted_resources", "recreated_resources", "updated_resources"], inPlugins: true);

    public static PolicyKind Push { get; } = new(
        "PUSH", 10, ["GIT_PUSH"],
        [
            .. Booleans("allow_fork", "fail", "ignore", "ignore_track", "track", "propose", "notrigger", "notify", "prioritize"),
            .. Texts("cancel", "external_dependency", "flag", "reset_flag", "message"),
            Sample,
            new("lock", PolicyRuleShape.Text), new("unlock", PolicyRuleShape.Text), new("module_version", PolicyRuleShape.Text),
        ],
        [], inPlugins: true);

    public static PolicyKind Trigger { get; } =
        new("TRIGGER", 5, [], [.. Texts("trigger", "flag", "reset_flag"), Sample], [], inPlugins: true);

    public static PolicyKind Approval { get; } = new(
        "APPROVAL", 5, [],
        [.. Booleans("approve", "reject"), .. Texts("flag", "reset_flag", "approve_with_note", "reject_with_note"), Sample],
        [], inPlugins: true);

    public static PolicyKind Notification { get; } = new(
        "NOTIFICATION", 10, [],
        [
            Objects("inbox", ("title", "text"), ("body", "text"), ("severity", "text")),
            Objects(
                "slack", ("channel_id", "text!"), ("message", "text"),
                ("mention_users", "list"), ("mention_groups", "list"), ("thread_key", "text")),
            Objects("webhook", ("endpoint_id", "text!"), ("payload", "object"), ("headers", "object"), ("method", "text")),
            Objects(
                "pull_request", ("id", "number"), ("commit", "text"), ("branch", "text"), ("body", "text"), ("deduplication_key", "text")),
            Sample,
        ],
        [], inPlugins: true);

    public static PolicyKind Login { get; } = new(
        "LOGIN", 5, [],
        [
            .. Booleans("allow", "admin", "deny", "deny_admin"), .. Texts("team", "space_admin", "space_write", "space_read"),
            new("roles", PolicyRuleShape.Roles), Sample,
        ],
        []);

    public static PolicyKind Access { get; } =
        new("ACCESS", 5, ["STACK_ACCESS"], [.. Booleans("read", "write", "deny", "deny_write"), Sample], []);

    public static PolicyKind Initialization { get; } =
        new("INITIALIZATION", 5, [], [.. Texts("deny"), Sample], ["commit", "run", "runtime_config", "stack"]);

    public static PolicyKind Task { get; } =
        new("TASK", 5, ["TASK_RUN"], [.. Texts("deny"), Sample], ["request", "session", "stack"]);

    public static PolicyKind Intent { get; } = new("INTENT", 5, [], [.. Texts("allow", "deny"), Sample], []);

    public static IReadOnlyList<PolicyKind> All { get; } =
        [Plan, Push, Trigger, Approval, Notification, Login, Access, Initialization, Task, Intent];

    static PolicyRule Sample => new("sample", PolicyRuleShape.Boolean);

    /// <summary>By any of its names, in upper or lower case; null where there is no such type.</summary>
    public static PolicyKind? Find(string name) => All.FirstOrDefault(
        kind => kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            || kind.OtherNames.Contains(name, StringComparer.OrdinalIgnoreCase));

    public PolicyRule? Rule(string name) => Rules.FirstOrDefault(rule => rule.Name == name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    static IEnumerable<PolicyRule> Booleans(params string[] names) => names.Select(name => new PolicyRule(name, PolicyRuleShape.Boolean));

    static IEnumerable<PolicyRule> Texts(params string[] names) => names.Select(name => new PolicyRule(name, PolicyRuleShape.Texts));

    static PolicyRule Objects(string name, params (string Key, string Kind)[] keys) =>
        new(name, PolicyRuleShape.Objects) { Keys = keys.ToDictionary(key => key.Key, key => key.Kind) };
}
