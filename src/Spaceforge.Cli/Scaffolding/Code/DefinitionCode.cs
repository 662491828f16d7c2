using Spaceforge.Hooks;

namespace Spaceforge.Cli.Scaffolding.Code;

/// <summary>The records of a definition as C# expressions.</summary>
static class DefinitionCode
{
    public static string Of(Context context, ParameterCode parameters) => CodeText.Object(
        New(context.NamePrefix),
        ("Description", OptionalText(context.Description)),
        ("Priority", context.Priority == 0 ? null : $"{context.Priority}"),
        ("ExactName", context.ExactName ? "true" : null),
        ("Env", CodeText.OptionalList([.. context.Env.Select(variable => Of(variable, parameters))])),
        ("Hooks", context.Hooks.ByPhase.Count == 0 ? null : Of(context.Hooks)),
        ("MountedFiles", CodeText.OptionalList([.. context.MountedFiles.Select(Of)])),
        ("Labels", Texts(context.Labels)));

    public static string Of(Binary binary) => CodeText.Object(
        New(binary.Name), ("Amd64", Of(binary.Amd64)), ("Arm64", Of(binary.Arm64)),
        ("AtLeast", binary.AtLeast is { } version ? StringLiteral.Of(version) : null),
        ("VersionCommand", binary.AtLeast is null || binary.VersionCommand == "--version"
            ? null : StringLiteral.Of(binary.VersionCommand)));

    public static string Of(Policy policy) => CodeText.Object(
        New(policy.NamePrefix, Named(PolicyType.All, policy.Type, type => type.Name, nameof(PolicyType)), StringLiteral.Of(policy.Body)),
        ("EngineType", policy.EngineType is { } engine
            ? Named(PolicyEngineType.All, engine, type => type.Name, nameof(PolicyEngineType)) : null),
        ("Labels", Texts(policy.Labels)));

    public static string Of(Webhook webhook, ParameterCode parameters) => CodeText.Object(
        New(webhook.NamePrefix, StringLiteral.Of(webhook.Endpoint)),
        ("SecretFromParameter", webhook.SecretFromParameter is { } reference ? parameters.Reference(reference) : null),
        ("Labels", Texts(webhook.Labels)));

    /// <summary>A list of strings; null if it is empty.</summary>
    public static string? Texts(IReadOnlyList<string> texts) => CodeText.OptionalList([.. texts.Select(StringLiteral.Of)]);

    static string Of(Variable variable, ParameterCode parameters)
    {
        var key = StringLiteral.Of(variable.Key);
        if (variable.ValueFromParameter is not { } reference)
        {
            return CodeText.Object($"new({key}, {StringLiteral.Of(variable.Value ?? "")})", ("Sensitive", variable.Sensitive == true
                ? "true" : null));
        }

        var sensitive = variable.Sensitive ?? parameters.IsSecret(reference);
        var from = $"Variable.From({key}, {parameters.Reference(reference)})";
        return sensitive == parameters.IsSecret(reference) ? from : $"{from} with {{ Sensitive = {(sensitive ? "true" : "false")} }}";
    }

    static string Of(HookCommands hooks) => CodeText.Object(
        "new()",
        [
            .. HookNames.All
                .Where(phase => hooks[phase].Count > 0)
                .Select(phase => ($"{HookNames.Parse(phase)}", (string?)CodeText.OnNextLine(
                    CodeText.List(hooks[phase].Select(StringLiteral.Of))))),
        ]);

    static string Of(MountedFile file) => CodeText.Object(
        New(file.Path, StringLiteral.Of(file.Content)), ("Sensitive", file.Sensitive ? "true" : null));

    static string? Of(Download? download) => download is null ? null
        : download.Sha256 is null ? StringLiteral.Of(download.Url)
        : $"new({StringLiteral.Of(download.Url)}, {StringLiteral.Of(download.Sha256)})";

    static string New(string name, params string[] arguments) => $"new({string.Join(", ", [StringLiteral.Of(name), .. arguments])})";

    static string? OptionalText(string text) => text.Length > 0 ? StringLiteral.Of(text) : null;

    /// <summary>A named value of a type, for example <c>PLAN</c>, as <c>PolicyType.Plan</c>.</summary>
    static string Named<T>(IReadOnlyList<T> all, T value, Func<T, string> name, string type) => all.Contains(value)
        ? $"{type}.{string.Concat(name(value).Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant()))}"
        : $"new {type}({StringLiteral.Of(name(value))})";
}
