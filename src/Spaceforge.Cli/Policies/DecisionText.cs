using System.Globalization;
using System.Text;
using Spaceforge.Cli.Terminal;
using Spaceforge.Logging;
using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Policies;

/// <summary>A decision for people.</summary>
static class DecisionText
{
    const int Longest = 300;

    static readonly string[] Refusals = ["deny", "reject", "error"];
    static readonly string[] Cautions = ["warn", "undecided", "ignore"];

    public static string Write(PolicyDecision decision, IReadOnlyList<SourcePolicy> sources, bool explains)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{decision.Kind}: {Outcome(decision.Outcome)}\n");
        foreach (var denial in decision.Denials) Line(text, "  ", $"denied: {denial}");
        foreach (var warning in decision.Warnings) Line(text, "  ", $"warned: {warning}");
        foreach (var (policy, source) in decision.Policies.Zip(sources)) Policy(text, policy, source, explains);
        foreach (var message in decision.Sent) Line(text, "  ", $"{message.Channel} of '{message.Policy}': {Cut(message.Content)}");
        text.Append("\nWhat Spacelift would do:\n");
        foreach (var effect in decision.Effects) Line(text, "  ", effect);
        if (decision.State is { } state) Line(text, "  ", $"The state of the run is {state}.");
        if (decision.AddedFlags.Count + decision.ResetFlags.Count > 0)
        {
            Line(
                text, "  ",
                $"Flags added: {List(decision.AddedFlags)}; reset: {List(decision.ResetFlags)}; then: {List(decision.Flags)}.");
        }

        if (decision.Assumptions.Count == 0) return text.ToString();
        text.Append("\nWhat Spacelift does not document, read the harder way:\n");
        foreach (var assumption in decision.Assumptions) Line(text, "  ", assumption);
        return text.ToString();
    }

    static void Policy(StringBuilder text, PolicyEvaluation policy, SourcePolicy source, bool explains)
    {
        text.Append('\n');
        Line(text, "", $"{policy.Policy.Name} ({source.File}): ", Outcome(policy.Outcome));
        foreach (var error in policy.Errors) Line(text, "  ", $"{Place(source, error.Line, error.Column)}: {error.Code}: {error.Message}");
        foreach (var fired in policy.Fired)
        {
            Line(text, "  ", $"{fired.Rule} {(fired.Value is null ? "" : Cut(fired.Value))} at {Place(source, fired.Line, fired.Column)}");
            foreach (var (name, value) in fired.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                Line(text, "    ", $"{name} = {Cut(value)}");
            }
        }

        foreach (var printed in policy.Printed) Line(text, "  ", $"printed: {printed}");
        if (policy.Sampled) text.Append("  Spacelift would keep a sample of it.\n");
        if (explains) Body(text, policy, source);
    }

    /// <summary>The body: + before what held, - before what did not.</summary>
    static void Body(StringBuilder text, PolicyEvaluation policy, SourcePolicy source)
    {
        var module = RegoModule.TryParse(policy.Policy.Body, "", policy.Policy.Version, out _);
        var lines = ModuleOutline.Lines(module);
        text.Append('\n');
        foreach (var (index, line) in policy.Policy.Body.TrimEnd().Split('\n').Index())
        {
            var held = policy.CoveredLines.Contains(index + 1);
            var (mark, color) = held ? ('+', TerminalColors.Green) : lines.Contains(index + 1) ? ('-', TerminalColors.Red) : (' ', null);
            var shown = string.Create(
                CultureInfo.InvariantCulture, $"  {mark} {source.Places.Of(index + 1, 1).Line,4} {LogText.OneLine(line.TrimEnd('\r'))}");
            text.Append(color is null ? shown : TerminalColors.Color(shown, color)).Append('\n');
        }
    }

    static string Place(SourcePolicy source, int line, int column)
    {
        if (!source.Places.IsKnown)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{source.File}, line {line} of '{source.Text.Name}'");
        }

        var place = source.Places.Of(line, column);
        return string.Create(CultureInfo.InvariantCulture, $"{source.File}:{place.Line}:{place.Column}");
    }

    static void Line(StringBuilder text, string indentation, string line, string own = "") =>
        text.Append(indentation).Append(LogText.Shown(LogText.OneLine(line), colors: false)).Append(own).Append('\n');

    static string Outcome(string outcome) => TerminalColors.Color(
        outcome,
        Refusals.Contains(outcome) ? TerminalColors.Red : Cautions.Contains(outcome) ? TerminalColors.Yellow : TerminalColors.Green);

    static string List(IReadOnlyList<string> items) => items.Count == 0 ? "none" : string.Join(", ", items);

    static string Cut(RegoValue value)
    {
        var text = value.ToString();
        return text.Length > Longest ? $"{text[..Longest]}..." : text;
    }
}
