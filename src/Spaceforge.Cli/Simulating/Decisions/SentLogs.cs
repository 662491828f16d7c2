using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Simulating.Decisions;

/// <summary>
/// Replaces placeholders with the run's logs, in the bodies of comments and in the values of a webhook's payload.
/// </summary>
static class SentLogs
{
    const string Prefix = "spacelift::logs::";
    const int MostReplaced = 100;

    static readonly (string Placeholder, string Phase)[] Placeholders =
    [
        ($"{Prefix}initializing", "init"), ($"{Prefix}preparing", ""), ($"{Prefix}planning", "plan"), ($"{Prefix}applying", "apply"),
    ];

    /// <param name="log">The log of a phase.</param>
    public static PolicyDecision Fill(PolicyDecision decision, Func<string, string> log)
    {
        if (decision.Sent.Count == 0) return decision;

        var left = MostReplaced;
        return decision with { Sent = [.. decision.Sent.Select(Message)] };

        PolicyMessage Message(PolicyMessage message) => message.Channel switch
        {
            "pull_request" => message with { Content = With(message.Content, "body") },
            "webhook" => message with { Content = With(message.Content, "payload") },
            _ => message,
        };

        RegoObject With(RegoObject content, string filled) => new(
            content.Select(member => member.Key is RegoString { Value: var key } && key == filled
                ? KeyValuePair.Create(member.Key, Value(member.Value)) : member));

        RegoValue Value(RegoValue value) => value switch
        {
            RegoString text => new RegoString(Text(text.Value)),
            RegoArray items => new RegoArray([.. items.Select(Value)]),
            RegoObject members => new RegoObject(members.Select(member => KeyValuePair.Create(member.Key, Value(member.Value)))),
            _ => value,
        };

        string Text(string text)
        {
            foreach (var (placeholder, phase) in Placeholders)
            {
                // A policy may name a log of a megabyte a thousand times.
                if (!text.Contains(placeholder, StringComparison.Ordinal) || left-- <= 0) continue;
                var parts = text.Split(placeholder, 2);
                text = parts[0] + (phase.Length == 0 ? "" : log(phase)) + parts[1].Replace(placeholder, "", StringComparison.Ordinal);
            }

            return text;
        }
    }
}
