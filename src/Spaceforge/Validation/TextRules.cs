using System.Text;
using Spaceforge.Model;

namespace Spaceforge.Validation;

/// <summary>Every text must be valid Unicode: an unpaired surrogate cannot be written as UTF-8.</summary>
sealed class TextRules(Findings findings)
{
    public static void Check(PluginDefinition definition, Findings findings)
    {
        var rules = new TextRules(findings);
        rules.Check("name", definition.Name);
        rules.Check("version", definition.Version);
        rules.Check("description", definition.Description);
        rules.Check("author", definition.Author);
        Each("labels", definition.Labels, rules.Check);
        Each("parameters", definition.Parameters, rules.Check);
        Each("contexts", definition.Contexts, rules.Check);
        Each("binaries", definition.Binaries, rules.Check);
        Each("webhooks", definition.Webhooks, rules.Check);
        Each("policies", definition.Policies, rules.Check);
    }

    void Check(string place, Parameter parameter)
    {
        Check($"{place}.name", parameter.Name);
        Check($"{place}.id", parameter.Id);
        Check($"{place}.description", parameter.Description);
        Check($"{place}.default", parameter.Default?.Text);
    }

    void Check(string place, Context context)
    {
        Check($"{place}.name_prefix", context.NamePrefix);
        Check($"{place}.description", context.Description);
        Each($"{place}.labels", context.Labels, Check);
        Each($"{place}.env", context.Env, Check);
        Each($"{place}.mounted_files", context.MountedFiles, Check);
        foreach (var (phase, commands) in context.Hooks.ByPhase) Each($"{place}.hooks.{phase}", commands, Check);
    }

    void Check(string place, Variable variable)
    {
        Check($"{place}.key", variable.Key);
        Check($"{place}.value", variable.Value);
    }

    void Check(string place, MountedFile file)
    {
        Check($"{place}.path", file.Path);
        Check($"{place}.content", file.Content);
    }

    void Check(string place, Binary binary)
    {
        Check($"{place}.version_command", binary.VersionCommand);
        foreach (var (architecture, download) in binary.ByArchitecture) Check($"{place}.{architecture}", download.Url);
    }

    void Check(string place, Webhook webhook)
    {
        Check($"{place}.name_prefix", webhook.NamePrefix);
        Check($"{place}.endpoint", webhook.Endpoint);
        Each($"{place}.labels", webhook.Labels, Check);
    }

    void Check(string place, Policy policy)
    {
        Check($"{place}.name_prefix", policy.NamePrefix);
        Check($"{place}.body", policy.Body);
        Each($"{place}.labels", policy.Labels, Check);
    }

    static void Each<T>(string place, IReadOnlyList<T> items, Action<string, T> check)
        where T : class
    {
        for (var i = 0; i < items.Count; i++) check($"{place}[{i}]", items[i]);
    }

    void Check(string place, string? text)
    {
        if (text is not null && !IsUnicode(text))
        {
            findings.Add(Rules.Text, place, null, "The text contains an unpaired surrogate, which is not a Unicode character.");
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
}
