namespace Spaceforge.Manifests;

/// <summary>Writes a manifest as YAML: keys in schema order, LF line endings, identical on every machine.</summary>
static class ManifestYaml
{
    /// <summary>The URL at which editors find the schema, which <c>spaceforge schema</c> prints too.</summary>
    static string SchemaAddress => $"https://raw.githubusercontent.com/spaceforge/spaceforge-dotnet/v{LibraryVersion.Text}/docs/plugin-manifest.schema.json";

    public static string Write(PluginManifest manifest)
    {
        var yaml = new YamlWriter();
        yaml.Comment($"yaml-language-server: $schema={SchemaAddress}");
        yaml.Text("name", manifest.Name);
        yaml.Text("version", manifest.Version);
        yaml.Text("description", manifest.Description);
        yaml.Text("author", manifest.Author);
        yaml.Texts("labels", manifest.Labels);
        Optional(yaml, "parameters", manifest.Parameters, Write);
        Optional(yaml, "contexts", manifest.Contexts, Write);
        Optional(yaml, "webhooks", manifest.Webhooks, Write);
        Optional(yaml, "policies", manifest.Policies, Write);
        return yaml.ToString();
    }

    static void Write(YamlWriter yaml, ManifestParameter parameter)
    {
        yaml.Text("name", parameter.Name);
        yaml.Text("description", parameter.Description);
        yaml.Verbatim("type", parameter.Type switch
        {
            ParameterType.Number => "number",
            ParameterType.Boolean => "boolean",
            _ => "string",
        });
        Boolean(yaml, "sensitive", parameter.Sensitive);
        Boolean(yaml, "required", parameter.Required);
        switch (parameter.Default)
        {
            case { Type: ParameterType.String } text:
                yaml.Text("default", text.Text);
                break;

            case { Type: ParameterType.Number } number:
                yaml.Verbatim("default", Number(number.Text));
                break;

            case { } literal:
                yaml.Verbatim("default", literal.Text);
                break;
        }

        yaml.Text("id", parameter.Id);
    }

    /// <summary>YAML 1.1 treats 1E+300 as a string; with a decimal point, every parser treats it as a number.</summary>
    static string Number(string text) =>
        text.IndexOf('E', StringComparison.Ordinal) is > 0 and var exponent && !text.Contains('.', StringComparison.Ordinal)
            ? text.Insert(exponent, ".0")
            : text;

    static void Write(YamlWriter yaml, ManifestContext context)
    {
        yaml.Text("name_prefix", context.NamePrefix);
        yaml.Text("description", context.Description);
        Optional(yaml, "env", context.Env, Write);
        Optional(yaml, "mounted_files", context.MountedFiles, Write);
        if (context.Hooks.Count > 0)
        {
            yaml.Mapping("hooks", () =>
            {
                foreach (var (phase, commands) in context.Hooks) yaml.Texts(phase, commands);
            });
        }

        Labels(yaml, context.Labels);
    }

    static void Write(YamlWriter yaml, ManifestVariable variable)
    {
        yaml.Text("key", variable.Key);
        if (variable.Value is { } value) yaml.Text("value", value);
        if (variable.ValueFromParameter is { } id) yaml.Text("value_from_parameter", id);
        Boolean(yaml, "sensitive", variable.Sensitive);
    }

    static void Write(YamlWriter yaml, MountedFile file)
    {
        yaml.Text("path", file.Path);
        yaml.Text("content", file.Content);
        Boolean(yaml, "sensitive", file.Sensitive);
    }

    static void Write(YamlWriter yaml, ManifestWebhook webhook)
    {
        yaml.Text("name_prefix", webhook.NamePrefix);
        yaml.Text("endpoint", webhook.Endpoint);
        if (webhook.SecretFromParameter is { } id) yaml.Text("secretFromParameter", id);
        Labels(yaml, webhook.Labels);
    }

    static void Write(YamlWriter yaml, Policy policy)
    {
        yaml.Text("name_prefix", policy.NamePrefix);
        yaml.Text("type", policy.Type.Name);
        yaml.Text("body", policy.Body);
        if (policy.EngineType is { } engine) yaml.Text("engine_type", engine.Name);
        Labels(yaml, policy.Labels);
    }

    static void Labels(YamlWriter yaml, IReadOnlyList<string> labels)
    {
        if (labels.Count > 0) yaml.Texts("labels", labels);
    }

    static void Optional<T>(YamlWriter yaml, string key, IReadOnlyList<T> items, Action<YamlWriter, T> write)
    {
        if (items.Count > 0) yaml.Sequence(key, items, item => write(yaml, item));
    }

    static void Boolean(YamlWriter yaml, string key, bool value) => yaml.Verbatim(key, value ? "true" : "false");
}
