namespace Spaceforge;

/// <summary>What the platform tells a hook about its run in the variables <c>TF_VAR_spacelift_*</c>. Unknown values are null.</summary>
public sealed record RunInfo
{
    /// <summary>The run's id, a ULID; null in a local run.</summary>
    public string? Id { get; init; }

    /// <summary>Whether the hook runs on a developer's machine instead of a worker.</summary>
    public bool IsLocal => Id is null;

    /// <summary>The type of the run.</summary>
    public RunType? Type { get; init; }

    /// <summary>The state of the run.</summary>
    public RunState? State { get; init; }

    /// <summary>The final state of the run; only in <c>after_run</c>.</summary>
    public RunState? FinalState { get; init; }

    /// <summary>What started the run, for example <c>manual</c> or <c>push</c>.</summary>
    public string? Trigger { get; init; }

    /// <summary>Whether the run is a local preview of uncommitted files.</summary>
    public bool IsLocalPreview { get; init; }

    /// <summary>The stack's id.</summary>
    public string? StackId { get; init; }

    /// <summary>The stack's labels; empty if the platform provides none.</summary>
    public IReadOnlyList<string> StackLabels { get; init; } = [];

    /// <summary>The branch that the stack tracks.</summary>
    public string? StackBranch { get; init; }

    /// <summary>The id of the stack's space.</summary>
    public string? SpaceId { get; init; }

    /// <summary>The name of the account.</summary>
    public string? AccountName { get; init; }

    /// <summary>The account's URL, for example <c>https://my-account.app.spacelift.io</c>.</summary>
    public Uri? AccountUrl { get; init; }

    /// <summary>The URL of the run's page; null in a local run, or if the account's URL or the stack is unknown.</summary>
    public Uri? Url => AccountUrl is { } account && StackId is { } stack && Id is { } id
        ? new Uri(account, $"/stack/{Uri.EscapeDataString(stack)}/run/{Uri.EscapeDataString(id)}")
        : null;

    /// <summary>The commit SHA, 40 hexadecimal digits.</summary>
    public string? CommitSha { get; init; }

    /// <summary>The branch of the commit.</summary>
    public string? CommitBranch { get; init; }

    /// <summary>The repository, as <c>OWNER/NAME</c>.</summary>
    public string? Repository { get; init; }

    /// <summary>The stack's folder in the repository; null for the root, and in module tests.</summary>
    public string? ProjectRoot { get; init; }

    /// <summary>The workspace, for example <c>/mnt/workspace</c>; it contains the repository in <c>source/</c>.</summary>
    public string? WorkspaceRoot { get; init; }

    internal static RunInfo From(EnvironmentVariables env)
    {
        return new RunInfo
        {
            Id = Value("run_id"),
            Type = Value("run_type") is { } type ? new RunType(type) : null,
            State = Value("run_state") is { } state ? new RunState(state) : null,
            FinalState = Value("final_run_state") is { } final ? new RunState(final) : null,
            Trigger = Value("run_trigger"),
            IsLocalPreview = Value("local_preview") == "true",
            StackId = Value("stack_id"),
            StackLabels = Value("stack_labels")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
            StackBranch = Value("stack_branch"),
            SpaceId = Value("space_id"),
            AccountName = Value("account_name"),
            AccountUrl = Uri.TryCreate(Value("graphql_endpoint"), UriKind.Absolute, out var endpoint)
                && (endpoint.Scheme == Uri.UriSchemeHttps || endpoint.Scheme == Uri.UriSchemeHttp)
                ? new Uri(endpoint.GetLeftPart(UriPartial.Authority))
                : null,
            CommitSha = Value("commit_sha"),
            CommitBranch = Value("commit_branch"),
            Repository = Value("repository"),
            ProjectRoot = Value("project_root"),
            WorkspaceRoot = Value("workspace_root"),
        };

        string? Value(string name) => env.Get($"TF_VAR_spacelift_{name}") is { Length: > 0 } value ? value : null;
    }
}
