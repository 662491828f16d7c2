using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Simulating.Decisions;

/// <summary>Masks secrets in decisions, text by text, before anything is shortened or escaped.</summary>
static class MaskedDecision
{
    public static PolicyDecision Of(PolicyDecision decision, Func<string, string> mask)
    {
        return decision with
        {
            Effects = Texts(decision.Effects),
            Denials = Texts(decision.Denials),
            Warnings = Texts(decision.Warnings),
            Flags = Texts(decision.Flags),
            AddedFlags = Texts(decision.AddedFlags),
            ResetFlags = Texts(decision.ResetFlags),
            Triggered = Texts(decision.Triggered),
            Sent = [.. decision.Sent.Select(message => message with { Content = (RegoObject)Value(message.Content, mask) })],
            Policies = [.. decision.Policies.Select(Policy)],
        };

        string[] Texts(IReadOnlyList<string> texts) => [.. texts.Select(mask)];

        PolicyEvaluation Policy(PolicyEvaluation policy) => policy with
        {
            Result = policy.Result is { } result ? (RegoObject)Value(result, mask) : null,
            Errors = [.. policy.Errors.Select(error => error with { Message = mask(error.Message) })],
            Printed = Texts(policy.Printed),
            Fired =
            [
                .. policy.Fired.Select(fired => fired with
                {
                    Value = fired.Value is { } value ? Value(value, mask) : null,
                    Values = fired.Values.ToDictionary(entry => entry.Key, entry => Value(entry.Value, mask)),
                }),
            ],
        };
    }

    /// <summary>A copy of a value with each string, including keys, replaced.</summary>
    public static RegoValue Value(RegoValue value, Func<string, string> change) => value switch
    {
        RegoString text => new RegoString(change(text.Value)),
        RegoArray items => new RegoArray([.. items.Select(item => Value(item, change))]),
        RegoSet items => new RegoSet([.. items.Select(item => Value(item, change))]),
        RegoObject members => new RegoObject(
            [
                .. members.Select(member => KeyValuePair.Create(Value(member.Key, change), Value(member.Value, change)))
                    .DistinctBy(member => member.Key),
            ]),
        _ => value,
    };
}
