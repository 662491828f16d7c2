using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>What all policies of a type decide together about one event.</summary>
sealed record PolicyDecision
{
    public required PolicyKind Kind { get; init; }

    /// <summary>As of one policy; error where one could not be evaluated.</summary>
    public required string Outcome { get; init; }

    /// <summary>What Spacelift does then, in sentences.</summary>
    public required IReadOnlyList<string> Effects { get; init; }

    /// <summary>In the order in which they were given; evaluated apart.</summary>
    public required IReadOnlyList<PolicyEvaluation> Policies { get; init; }

    /// <summary>Texts of <c>deny</c> of every policy, and of <c>reject_with_note</c>.</summary>
    public IReadOnlyList<string> Denials { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The run's flags afterwards: those of the input, without the reset ones, with the added ones.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    public IReadOnlyList<string> AddedFlags { get; init; } = [];

    public IReadOnlyList<string> ResetFlags { get; init; } = [];

    /// <summary>Of a notification: what would be sent, by rule.</summary>
    public IReadOnlyList<PolicyMessage> Sent { get; init; } = [];

    /// <summary>Ids of stacks that would be triggered.</summary>
    public IReadOnlyList<string> Triggered { get; init; } = [];

    /// <summary>Where Spacelift's documents leave open what happens, how it was read here: the harder way.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>The state that a run goes to, or null where the decision does not say.</summary>
    public string? State { get; init; }

    public bool Failed => Policies.Any(p => p.Failed);

    /// <summary>Evaluates policies of one type over an input; documents that are fragments do.</summary>
    public static PolicyDecision Make(
        PolicyKind kind, IReadOnlyList<PolicyText> policies, RegoValue? input, PolicyOptions? options = null)
    {
        options ??= new();
        var evaluations = new List<PolicyEvaluation>();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach (var policy in policies)
        {
            var left = PolicyOptions.Combined - clock.Elapsed;
            evaluations.Add(PolicyEvaluator.Run(kind, policy with { Kind = kind }, input, options, left));
        }

        var decision = PolicyOutcomes.Combine(kind, evaluations, input, options);
        return kind != PolicyKind.Plan || CustomInputs.OtherReading(decision, input, options) is not { } sentence ? decision
            : decision with { Assumptions = [.. decision.Assumptions, sentence] };
    }
}

/// <summary>What a notification policy would send.</summary>
sealed record PolicyMessage
{
    /// <summary>inbox, slack, webhook or pull_request.</summary>
    public required string Channel { get; init; }

    public required RegoObject Content { get; init; }

    /// <summary>The name of the policy.</summary>
    public required string Policy { get; init; }

    public string? Text(string key) => Content[key] is RegoString text ? text.Value : null;
}

/// <summary>What is known beside the input.</summary>
sealed record PolicyOptions
{
    /// <summary>All policies of one event together.</summary>
    public static TimeSpan Combined { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Instead of the type's own limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Record which lines and rules held.</summary>
    public bool Trace { get; init; } = true;

    /// <summary>An approval policy is attached as well: a warning on a proposed run waits for it.</summary>
    public bool HasApprovalPolicy { get; init; }

    public CancellationToken Cancellation { get; init; }
}
