using System.Text.RegularExpressions;
using Spaceforge.Cli.Manifests;
using Spaceforge.Hooks;
using Spaceforge.Shared.Diagnostics;
using Spaceforge.Validation;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.RuntimeConfiguration;

/// <summary>Reads a settings block of a runtime configuration.</summary>
/// <param name="problems">Takes its mistakes.</param>
/// <param name="isStrict">Whether an unknown key is an error, as in the configuration of a single run.</param>
sealed partial class Settings(ConfigProblems problems, bool isStrict)
{
    const string Tool = "terraform_workflow_tool";
    const string Custom = "CUSTOM";
    const string OpenTofu = "OPEN_TOFU";
    const string Unmanaged = "MANUALLY_PROVISIONED";
    const string Merge = "<<";

    static readonly string[] Tools = ["TERRAFORM_FOSS", OpenTofu, Custom];
    static readonly string[] TerragruntTools = ["TERRAFORM_FOSS", OpenTofu, Unmanaged];
    static readonly string[] TerragruntKeys =
        ["terragrunt_tool", "terragrunt_version", "terraform_version", "use_run_all", "use_smart_sanitization"];

    static readonly string[] Keys =
    [
        .. HookNames.All, "environment", "project_root", "runner_image", "terraform_version", "opentofu_version", Tool,
        "git_sparse_checkout_paths", "terragrunt",
    ];

    /// <summary>Settings of a stack that this file cannot change.</summary>
    static readonly string[] StackOnly =
        ["name", "branch", "labels", "autodeploy", "worker_pool", "policies", "contexts", "mounted_files", "space", "description"];

    /// <param name="node">The block.</param>
    /// <param name="origin">Its path in the file.</param>
    /// <param name="others">Other keys that are valid in it.</param>
    public SettingsBlock Read(YamlNode node, string origin, params string[] others)
    {
        var block = new SettingsBlock(origin);
        if (Entries(node, origin) is not { } entries) return block;

        var hooks = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (key, (at, value)) in entries)
        {
            // An empty entry is the same as none.
            if (IsNull(value)) continue;

            if (HookNames.All.Contains(key)) hooks[key] = Texts(value, key, "commands");
            else if (key == "environment") block = block with { Environment = Variables(value) };
            else if (key == "project_root") block = block with { ProjectRoot = Root(value) };
            else if (key == "runner_image") block = block with { RunnerImage = Text(value, key) };
            else if (key == "terraform_version") block = block with { TerraformVersion = Version(value, key) };
            else if (key == "opentofu_version") block = block with { OpenTofuVersion = Version(value, key) };
            else if (key == Tool) block = block with { WorkflowTool = Choice(value, key, Tools) };
            else if (key == "git_sparse_checkout_paths") block = block with { SparseCheckoutPaths = Paths(value, key) };
            else if (key == "terragrunt") CheckTerragrunt(value);
            else if (!others.Contains(key)) Unknown(at, key);
        }

        CheckVersions(entries, block);
        return block with { Hooks = hooks };
    }

    /// <summary>
    /// The entries of a mapping, with those that <c>&lt;&lt;</c> merges into it; null after reporting that it is not one.
    /// </summary>
    public Dictionary<string, (YamlNode Key, YamlNode Value)>? Entries(YamlNode node, string name)
    {
        if (node is not YamlMappingNode mapping)
        {
            problems.Error(node, $"'{name}' must be a mapping, not {YamlValue.Describe(node)}.");
            return null;
        }

        var entries = new Dictionary<string, (YamlNode, YamlNode)>(StringComparer.Ordinal);
        foreach (var (key, at, value) in YamlValue.Nodes(mapping).Where(entry => entry.Key != Merge)) entries[key] = (at, value);
        foreach (var (_, at, value) in YamlValue.Nodes(mapping).Where(entry => entry.Key == Merge))
        {
            // A mapping's own entries count before merged ones, and earlier ones before later ones.
            foreach (var merged in value is YamlSequenceNode list ? list.Children : [value])
            {
                if (merged is not YamlMappingNode)
                {
                    problems.Error(at, "'<<' merges mappings: give it an alias such as *defaults, or a list of them.");
                    continue;
                }

                foreach (var (key, entry) in Entries(merged, name) ?? []) entries.TryAdd(key, entry);
            }
        }

        return entries;
    }

    public static bool IsNull(YamlNode node) => node is YamlScalarNode scalar && YamlValue.KindOf(scalar) == YamlKind.Null;

    /// <summary>A string, or another scalar's text after a warning; null after an error.</summary>
    public string? Text(YamlNode node, string key)
    {
        if (node is not YamlScalarNode scalar)
        {
            problems.Error(node, $"'{key}' must be a string, not {YamlValue.Describe(node)}.");
            return null;
        }

        if (!YamlValue.IsText(scalar)) problems.Warning(node, $"'{key}' must be a string, not {YamlValue.Describe(node)}. Quote it.");
        return scalar.Value ?? "";
    }

    void Unknown(YamlNode at, string key) => Unknown(
        at,
        key,
        key == "before_run" ? "There is no hook 'before_run': a run begins with before_init."
            : StackOnly.Contains(key) ? $"'{key}' cannot be set here, only on the stack." : null,
        HookNames.Suggest(key) ?? Nearest.To(key, Keys));

    void Unknown(YamlNode at, string key, string? reason, string? meant)
    {
        var message = reason ?? $"Unknown key '{key}'.{(meant is null ? "" : $" Did you mean '{meant}'?")}";
        if (isStrict) problems.Error(at, message);
        else problems.Warning(at, message);
    }

    List<string> Texts(YamlNode node, string key, string what)
    {
        if (node is YamlScalarNode single)
        {
            problems.Warning(node, $"'{key}' must be a list of {what}, not {YamlValue.Describe(node)}. Write '- ' before it.");
            return [single.Value ?? ""];
        }

        if (node is not YamlSequenceNode list)
        {
            problems.Error(node, $"'{key}' must be a list of {what}, not {YamlValue.Describe(node)}.");
            return [];
        }

        var texts = new List<string>();
        foreach (var item in list)
        {
            if (item is YamlMappingNode)
            {
                problems.Error(item, $"An item of '{key}' is a mapping because of its ': '. Quote it.");
            }
            else if (item is not YamlScalarNode scalar || YamlValue.KindOf(scalar) == YamlKind.Null)
            {
                problems.Error(item, $"An item of '{key}' must be a string; it is {YamlValue.Describe(item)}.");
            }
            else
            {
                if (!YamlValue.IsText(scalar)) problems.Warning(item, $"An item of '{key}' is {YamlValue.Describe(item)}. Quote it.");
                texts.Add(scalar.Value ?? "");
            }
        }

        return texts;
    }

    Dictionary<string, string> Variables(YamlNode node)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, (at, value)) in Entries(node, "environment") ?? [])
        {
            if (!ContextRules.IsPortable(name))
            {
                problems.Error(at, $"'{name}' is not a valid variable name: use letters, digits and '_', not starting with a digit.");
            }
            else if (value is not YamlScalarNode scalar)
            {
                problems.Error(
                    value, $"The variable '{name}' must be a string, not {YamlValue.Describe(value)}. Write a Terraform value in quotes, for instance '[\"a\", \"b\"]'.");
            }
            else
            {
                if (!YamlValue.IsText(scalar))
                {
                    problems.Warning(value, $"The variable '{name}' must be a string, not {YamlValue.Describe(value)}. Quote it.");
                }

                variables[name] = scalar.Value ?? "";
                if (LooksSecret(name, variables[name]))
                {
                    problems.Warning(
                        at, $"'{name}' looks like a secret, and this file is in the repository. Set it on the stack or in a context.");
                }
            }
        }

        return variables;
    }

    static bool LooksSecret(string name, string value) =>
        SecretValue().IsMatch(value) || (SecretName().IsMatch(name) && value.Length > 0 && !value.Contains('$', StringComparison.Ordinal)
            && !value.Contains('/', StringComparison.Ordinal));

    string? Root(YamlNode node)
    {
        if (Text(node, "project_root") is not { } text) return null;

        var root = ProjectRoot.Normalize(text);
        if (root is null)
        {
            problems.Error(node, $"'project_root' must be a folder inside the repository, relative to its root; '{text}' is not.");
        }

        return root;
    }

    string? Version(YamlNode node, string key)
    {
        if (node is YamlScalarNode scalar && YamlValue.KindOf(scalar) == YamlKind.Number)
        {
            problems.Warning(node, $"'{key}' must be a string: without quotes 1.10 is the number 1.1. Quote it.");
            return scalar.Value;
        }

        return Text(node, key);
    }

    string? Choice(YamlNode node, string key, string[] values)
    {
        var text = Text(node, key);
        if (text is null || values.Contains(text)) return text;

        var meant = Nearest.To(text, values);
        problems.Error(
            node, $"'{key}' cannot be '{text}'. {(meant is null ? $"Use one of {string.Join(", ", values)}." : $"Did you mean '{meant}'?")}");
        return null;
    }

    List<string> Paths(YamlNode node, string key)
    {
        var paths = Texts(node, key, "paths");
        foreach (var path in paths.Where(path => path.AsSpan().ContainsAny("*?[")))
        {
            problems.Warning(node, $"'{path}' contains a wildcard, which '{key}' does not support. Name a folder or a file.");
        }

        return paths;
    }

    void CheckVersions(Dictionary<string, (YamlNode Key, YamlNode Value)> entries, SettingsBlock block)
    {
        if (block.OpenTofuVersion is not null && block.WorkflowTool is not null && block.WorkflowTool != OpenTofu)
        {
            problems.Warning(entries["opentofu_version"].Key, $"'opentofu_version' has no effect without '{Tool}: {OpenTofu}'.");
        }

        if (block.WorkflowTool == Custom && (block.TerraformVersion ?? block.OpenTofuVersion) is not null)
        {
            var key = block.TerraformVersion is null ? "opentofu_version" : "terraform_version";
            problems.Error(
                entries[key].Key, $"'{key}' cannot be used with '{Tool}: {Custom}', which takes the version from .spacelift/workflow.yml.");
        }
    }

    void CheckTerragrunt(YamlNode node)
    {
        if (Entries(node, "terragrunt") is not { } entries) return;

        string? tool = null;
        foreach (var (key, (at, value)) in entries)
        {
            if (!TerragruntKeys.Contains(key)) Unknown(at, key, reason: null, Nearest.To(key, TerragruntKeys));
            else if (IsNull(value)) continue;
            else if (key == "terragrunt_tool") tool = Choice(value, key, TerragruntTools);
            else if (key.EndsWith("_version", StringComparison.Ordinal)) Version(value, key);
            else if (value is not YamlScalarNode scalar || YamlValue.KindOf(scalar) != YamlKind.Boolean)
            {
                problems.Error(value, $"'{key}' must be true or false, not {YamlValue.Describe(value)}.");
            }
        }

        if (tool == Unmanaged && entries.TryGetValue("terraform_version", out var version) && !IsNull(version.Value))
        {
            problems.Error(version.Key, $"'terraform_version' cannot be used with 'terragrunt_tool: {Unmanaged}'.");
        }

        var missing = TerragruntKeys.Where(key => !entries.ContainsKey(key) && !(tool == Unmanaged && key == "terraform_version"))
            .ToArray();
        if (missing.Length > 0)
        {
            problems.Warning(
                node, $"'terragrunt' replaces all of the stack's Terragrunt settings: {string.Join(", ", missing)} {(missing.Length == 1 ? "goes" : "go")} back to the default.");
        }
    }

    [GeneratedRegex(@"(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY)\z", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(
        @"\A(?:AKIA[0-9A-Z]{16}|gh[opsur]_[A-Za-z0-9]{20,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|-----BEGIN [A-Z ]*PRIVATE KEY)")]
    private static partial Regex SecretValue();
}
