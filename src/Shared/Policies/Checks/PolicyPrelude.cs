using System.Text;
using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>
/// What Spacelift puts in front of a body. It is a module of its own, so that the places of messages are the author's, and v0 definitions
/// go with a body that imports <c>rego.v1</c>.
/// </summary>
static class PolicyPrelude
{
    /// <summary>The name of its module in places.</summary>
    public const string File = "(Spacelift's definitions)";

    /// <summary>The package that Spacelift reads.</summary>
    public const string Package = "spacelift";

    /// <summary>What <c>sanitized</c> calls an argument that is not a string.</summary>
    public const string Other = "no_text__";

    const string Changes = "input.terraform.resource_changes";

    /// <summary>The policies with the definitions of a type in front of each package.</summary>
    public static IReadOnlyList<RegoModule> Compiled(PolicyKind? kind, RegoVersion version, params RegoModule[] bodies)
    {
        if (kind is null) return bodies;
        List<RegoModule> modules = [RegoModule.Parse(Text(kind, version, Defined(bodies, Package)), File, version)];
        foreach (var package in bodies.Select(b => string.Join(".", b.PackagePath)).Distinct())
        {
            // A test in a package of its own calls what the policy calls.
            if (package.Length == 0 || package == Package || !IsPlain(package)) continue;
            if (Defined(bodies, package).Contains("sanitized")) continue;
            modules.Add(RegoModule.Parse($"package {package}\n\n{Sanitized(version)}", File, version));
        }

        return [.. modules, .. bodies];
    }

    /// <summary>The definitions of a type, as Rego.</summary>
    /// <param name="kind">The type.</param>
    /// <param name="version">How they are spelled.</param>
    /// <param name="defined">Rules of the body: functions of Spacelift give way to the author's, as builtins do.</param>
    public static string Text(PolicyKind kind, RegoVersion version, ISet<string>? defined = null)
    {
        var v1 = version == RegoVersion.V1;
        var (assign, when) = v1 ? (":=", "if ") : ("=", "");
        var text = new StringBuilder($"package {Package}\n\nresult {assign} {{");
        text.Append(string.Join(", ", kind.Rules.Select(rule => $"\"{rule.Name}\": {rule.Name}"))).Append("}\n\n");
        foreach (var rule in kind.Rules)
        {
            if (rule.Shape == PolicyRuleShape.Boolean) text.Append($"default {rule.Name} {assign} false\n\n");
            if (rule.Shape == PolicyRuleShape.Text) text.Append($"default {rule.Name} {assign} \"\"\n\n");
            if (rule.IsSet)
            {
                text.Append(v1 ? $"{rule.Name} contains \"never\" if {{ false }}\n\n" : $"{rule.Name}[\"never\"] {{ false }}\n\n");
            }

            // An object of sets is written in two ways, which do not go together.
            if (rule.Shape == PolicyRuleShape.Roles && defined?.Contains(rule.Name) != true) text.Append($"{rule.Name} {assign} {{}}\n\n");
        }

        if (kind == PolicyKind.Plan)
        {
            Add("affected_resources", "input.terraform.resource_changes[_]", "[\"create\", \"delete\", \"update\"][_]");
            Add("created_resources", Changes + "[_]", "\"create\"");
            Add("deleted_resources", Changes + "[_]", "\"delete\"");
            Add("updated_resources", Changes + "[_]", "\"update\"");
            text.Append(Head("recreated_resources"))
                .Append($"  resource := {Changes}[_]\n  resource.change.actions[_] == \"create\"\n")
                .Append("  resource.change.actions[_] == \"delete\"\n}\n\n");
        }
        else
        {
            foreach (var alias in kind.Aliases)
            {
                if (defined?.Contains(alias) == true) continue;
                text.Append($"{alias} {assign} input.{(alias == "runtime_config" ? "run.runtime_config" : alias)}\n\n");
            }
        }

        if (defined?.Contains("sanitized") != true) text.Append(Sanitized(version));
        return text.ToString();

        string Head(string name) => v1 ? $"{name} contains resource if {{\n" : $"{name}[resource] {{\n";

        void Add(string name, string each, string action) => text.Append(Head(name))
            .Append($"  resource := {each}\n  resource.change.actions[_] == {action}\n}}\n\n");
    }

    // The last 8 hexadecimal digits: the reference says why it is not 8 bytes. The second definition never has a value; that it was
    // tried is seen in the trace.
    static string Sanitized(RegoVersion version)
    {
        var (assign, when) = version == RegoVersion.V1 ? (":=", "if ") : ("=", "");
        return $"sanitized(text) {assign} substring(crypto.sha256(text), 56, -1)\n\n"
            + $"sanitized({Other}) {assign} digest {when}{{\n  not is_string({Other})\n  digest := crypto.sha256({Other})\n}}\n";
    }

    static HashSet<string> Defined(IEnumerable<RegoModule> bodies, string package) => [.. bodies
        .Where(b => string.Join(".", b.PackagePath) == package)
        .SelectMany(b => b.Rules.Select(r => r.Name).Concat(b.Imports.Select(i => i.Name)))];

    static bool IsPlain(string package) => package.All(c => c is '_' or '.' || (c < 128 && char.IsLetterOrDigit(c)));
}
