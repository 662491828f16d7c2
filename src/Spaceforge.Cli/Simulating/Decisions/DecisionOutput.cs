using System.Globalization;
using System.Text;
using Spaceforge.Cli.Json;
using Spaceforge.Cli.Policies;
using Spaceforge.Cli.Terminal;
using Spaceforge.Logging;
using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Simulating.Decisions;

/// <summary>What policies decided, for a terminal.</summary>
static class DecisionOutput
{
    const int MostOfMessage = 20_000;

    /// <summary>Empty where notification policies send nothing.</summary>
    public static string Of(PolicyResult result)
    {
        var decision = result.Decision;
        if (decision.Kind == PolicyKind.Notification && !decision.Failed) return Sent(result);

        var text = new StringBuilder();
        var title = Bold($"== {decision.Kind.Name.ToLowerInvariant()} policies in the state {result.State}");
        text.Append(CultureInfo.InvariantCulture, $"\n{title}\n");
        text.Append(DecisionText.Write(decision, result.Sources, explains: false));
        if (decision.Kind != PolicyKind.Plan) return text.ToString();

        text.Append('\n');
        foreach (var warning in decision.Warnings) text.Append(Clean($"Plan policy warning: {warning}")).Append('\n');
        foreach (var denial in decision.Denials) text.Append(Clean($"Denied by policy: {denial}")).Append('\n');
        if (decision.Outcome == "deny")
        {
            text.Append(TerminalColors.Color("Failing the run as per plan policy", TerminalColors.Red)).Append('\n');
        }

        return text.ToString();
    }

    static string Sent(PolicyResult result)
    {
        if (result.Decision.Sent.Count == 0) return "";

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n{Bold($"== notifications of the state {result.State}, which the simulation does not send")}\n");
        foreach (var message in result.Decision.Sent)
        {
            var to = message.Channel switch
            {
                "slack" => $"slack message to the channel '{message.Text("channel_id")}'",
                "webhook" => $"webhook call of '{message.Text("endpoint_id")}'",
                "pull_request" => "pull request comment",
                _ => "inbox message",
            };
            var line = LogText.OneLine($"-- {to} by the policy '{message.Policy}'");
            text.Append(TerminalColors.Color(line, TerminalColors.Cyan)).Append('\n');
            var content = JsonText.Of(RegoJson.ToNode(message.Content)!.AsObject(), indented: true);
            if (content.Length > MostOfMessage) content = $"{content[..MostOfMessage]}\n[more not shown]";
            foreach (var part in content.Split('\n')) text.Append("   ").Append(Clean(part)).Append('\n');
        }

        return text.ToString();
    }

    static string Bold(string text) => TerminalColors.Color(text, TerminalColors.Bold);

    static string Clean(string line) => LogText.Shown(LogText.OneLine(line), colors: false);
}
