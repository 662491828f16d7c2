using System.Text.Json.Nodes;

namespace Spaceforge.Testing;

/// <summary>A message, webhook call or pull request comment of a notification policy; nothing is sent in tests.</summary>
public sealed record SentMessage
{
    /// <summary><c>inbox</c>, <c>slack</c>, <c>webhook</c> or <c>pull_request</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>The name of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>What the rule has, for example <c>channel_id</c> and <c>message</c> for Slack.</summary>
    public required JsonObject Content { get; init; }

    /// <summary>The text: <c>message</c>, <c>body</c> or <c>title</c>; empty if there is none.</summary>
    public string Text => ((string[])["message", "body", "title"]).Select(key => Content[key])
        .OfType<JsonValue>().Select(value => value.TryGetValue(out string? text) ? text : null)
        .FirstOrDefault(text => text is not null) ?? "";

    /// <summary>The channel and the content as JSON.</summary>
    public override string ToString() => $"{Channel}: {Content.ToJsonString()}";
}
