using System.Text.Json.Nodes;

namespace Spaceforge.Testing;

/// <summary>What policies of one type decided together, as Spacelift would.</summary>
public sealed record PolicyOutcome
{
    /// <summary>
    /// <c>allow</c>, <c>warn</c> or <c>deny</c> for plan policies; <c>approve</c>, <c>reject</c> or <c>undecided</c> for approval policies;
    /// <c>track</c>, <c>propose</c> or <c>ignore</c> for push policies; <c>send</c>, <c>trigger</c> or <c>none</c> for the others.
    /// </summary>
    public required string Decision { get; init; }

    /// <summary>The run's state afterwards, for example <c>FAILED</c>; null if the decision does not change it.</summary>
    public string? State { get; init; }

    /// <summary>The texts of <c>deny</c> and <c>reject_with_note</c>, sorted.</summary>
    public IReadOnlyList<string> Denials { get; init; } = [];

    /// <summary>The texts of <c>warn</c>, sorted.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The flags that policies add to the run, sorted.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>What notification policies would send.</summary>
    public IReadOnlyList<SentMessage> Sent { get; init; } = [];

    /// <summary>The ids of the stacks that trigger policies would start.</summary>
    public IReadOnlyList<string> Triggered { get; init; } = [];

    /// <summary>The document that the policies got as <c>input</c>.</summary>
    public required JsonObject Input { get; init; }

    /// <summary>Whether a policy denies or rejects.</summary>
    public bool Denied => Decision is "deny" or "reject";

    /// <summary>Whether a policy warns, even if another one denies.</summary>
    public bool Warned => Warnings.Count > 0;

    /// <summary>The decision with its texts, for messages of failed tests.</summary>
    public override string ToString() => string.Join(
        '\n',
        (IEnumerable<string>)
        [
            Decision,
            .. Denials.Select(text => $"denied: {text}"),
            .. Warnings.Select(text => $"warned: {text}"),
            .. Flags.Select(flag => $"flag: {flag}"),
            .. Triggered.Select(stack => $"triggered: {stack}"),
            .. Sent.Select(message => message.ToString()),
        ]);
}
