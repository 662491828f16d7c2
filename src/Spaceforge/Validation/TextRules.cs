using System.Text;
using Spaceforge.Definitions;

namespace Spaceforge.Validation;

/// <summary>Every text must be Unicode: half a surrogate pair cannot be written as UTF-8.</summary>
static class TextRules
{
    public static void Check(PluginDefinition definition, Findings findings)
    {
        foreach (var (place, text) in Texts(definition))
        {
            if (text is not null && !IsUnicode(text))
            {
                findings.Add(Rules.Text, place, null, "The text holds half a surrogate pair, which is no Unicode character.");
            }
        }
    }

    static bool IsUnicode(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != System.Buffers.OperationStatus.Done) return false;
            text = text[length..];
        }

        return true;
    }

    static IEnumerable<(string Place, string? Text)> Texts(PluginDefinition definition) =>
    [
        ("name", definition.Name),
        ("version", definition.Version),
        ("description", definition.Description),
        ("author", definition.Author),
        .. Labels("labels", definition.Labels),
        .. definition.Parameters.Index().SelectMany(entry => Of($"parameters[{entry.Index}]", entry.Item)),
        .. definition.Contexts.Index().SelectMany(entry => Of($"contexts[{entry.Index}]", entry.Item)),
        .. definition.Webhooks.Index().SelectMany(entry => Of($"webhooks[{entry.Index}]", entry.Item)),
        .. definition.Policies.Index().SelectMany(entry => Of($"policies[{entry.Index}]", entry.Item)),
    ];

    static IEnumerable<(string, string?)> Of(string place, Parameter parameter) =>
    [
        ($"{place}.name", parameter.Name),
        ($"{place}.id", parameter.Id),
        ($"{place}.description", parameter.Description),
        ($"{place}.default", parameter.Default?.Text),
    ];

    static IEnumerable<(string, string?)> Of(string place, Context context) =>
    [
        ($"{place}.name_prefix", context.NamePrefix),
        ($"{place}.description", context.Description),
        .. Labels($"{place}.labels", context.Labels),
        .. context.Env.Index().SelectMany(entry => (IEnumerable<(string, string?)>)
        [
            ($"{place}.env[{entry.Index}].key", entry.Item.Key),
            ($"{place}.env[{entry.Index}].value", entry.Item.Value),
        ]),
        .. context.MountedFiles.Index().SelectMany(entry => (IEnumerable<(string, string?)>)
        [
            ($"{place}.mounted_files[{entry.Index}].path", entry.Item.Path),
            ($"{place}.mounted_files[{entry.Index}].content", entry.Item.Content),
        ]),
        .. context.Hooks.ByPhase.SelectMany(phase => phase.Value.Index().Select(entry =>
            ($"{place}.hooks.{phase.Key}[{entry.Index}]", (string?)entry.Item))),
    ];

    static IEnumerable<(string, string?)> Of(string place, Webhook webhook) =>
        [($"{place}.name_prefix", webhook.NamePrefix), .. Labels($"{place}.labels", webhook.Labels)];

    static IEnumerable<(string, string?)> Of(string place, Policy policy) =>
    [
        ($"{place}.name_prefix", policy.NamePrefix),
        ($"{place}.body", policy.Body),
        .. Labels($"{place}.labels", policy.Labels),
    ];

    static IEnumerable<(string, string?)> Labels(string place, IReadOnlyList<string> labels) =>
        labels.Index().Select(entry => ($"{place}[{entry.Index}]", (string?)entry.Item));
}
