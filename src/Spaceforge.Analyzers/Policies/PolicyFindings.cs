using Spaceforge.Shared.Policies;

namespace Spaceforge.Analyzers.Policies;

/// <summary>The findings of a body. The last ones are kept: most edits are elsewhere in the file.</summary>
static class PolicyFindings
{
    const int MostKept = 32;
    static readonly Queue<(PolicyText Policy, IReadOnlyList<PolicyFinding> Findings)> Kept = new();

    public static IReadOnlyList<PolicyFinding> Of(PolicyText policy, CancellationToken cancellationToken)
    {
        lock (Kept)
        {
            foreach (var (known, findings) in Kept)
            {
                if (known == policy) return findings;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<PolicyFinding> found;
        try
        {
            found = PolicyCheck.Run(policy);
        }
        // An editor goes on without findings where a half-typed policy is too much for the checks; 'generate' has the last word.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            found = [];
        }

        lock (Kept)
        {
            Kept.Enqueue((policy, found));
            if (Kept.Count > MostKept) Kept.Dequeue();
        }

        return found;
    }
}
