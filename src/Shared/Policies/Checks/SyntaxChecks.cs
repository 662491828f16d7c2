using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>Errors of the parser, told from what is right in the other version of Rego.</summary>
static class SyntaxChecks
{
    /// <summary>Reports a body without a package; what is then put before it, so that the rest is checked all the same.</summary>
    public static string MissingPackage(PolicyText policy, PolicyLines text, List<PolicyFinding> findings)
    {
        for (var line = 1; line <= text.Count; line++)
        {
            var code = text[line].TrimStart();
            if (code.Length == 0 || code[0] == '#') continue;
            if (code == "package" || code.StartsWith("package ", StringComparison.Ordinal)
                || code.StartsWith("package\t", StringComparison.Ordinal))
            {
                return "";
            }

            break;
        }

        if (policy.Kind is null) return "";
        findings.Add(new()
        {
            Code = PolicyCodes.Package,
            Message = $"The policy has no package; write 'package {PolicyPrelude.Package}' first.",
            Length = text.WordAt(1, 1),
            Fix = new()
            {
                Title = $"Write 'package {PolicyPrelude.Package}'",
                Edits = [new() { Line = 1, Column = 1, Text = $"package {PolicyPrelude.Package}\n\n" }],
            },
        });
        return $"package {PolicyPrelude.Package}\n";
    }

    public static void Run(
        PolicyText policy, string prefix, IReadOnlyList<RegoError> errors, PolicyLines text, List<PolicyFinding> findings)
    {
        var other = policy.Version == RegoVersion.V0 ? RegoVersion.V1 : RegoVersion.V0;
        var module = RegoModule.TryParse(prefix + policy.Body, policy.File, other, out var others);
        // A file that imports rego.v1 has said what it is.
        var imports = policy.Version == RegoVersion.V0
            && RegoModule.TryParse(prefix + policy.Body, policy.File, policy.Version, out _).Version != policy.Version;
        var whole = others.Count == 0 && !imports;
        foreach (var error in errors)
        {
            var (line, column) = (error.Place.Line, error.Place.Column);
            var isOther = whole || IsOfOther(imports ? RegoVersion.V1 : policy.Version, error.Message);
            findings.Add(new()
            {
                Code = isOther ? PolicyCodes.OtherVersion : PolicyCodes.Syntax,
                Message = isOther ? Explained(policy, imports, error.Message) : $"Not valid Rego: {error.Message}.",
                Line = line,
                Column = column,
                Length = text.NameAt(line, column),
                OtherEngine = whole ? other == RegoVersion.V1 ? "REGO_V1" : "REGO_V0" : null,
                Fix = isOther && !imports ? Fix(policy, module, prefix, error, text) : Head(error, text),
            });
        }
    }

    static bool IsOfOther(RegoVersion version, string message) => version == RegoVersion.V0
        ? message.Contains("is a keyword of v1")
        : message.Contains("keyword is required");

    static string Explained(PolicyText policy, bool imports, string message)
    {
        if (imports) return $"This is v0 syntax, and the policy imports rego.v1: {message}.";
        var said = policy.NamesEngine ? "the policy says" : "the policy has no engine type, which means";
        return policy.Version == RegoVersion.V0
            ? $"This is v1 syntax, and {said} REGO_V0; set the engine type REGO_V1, or write 'import rego.v1' below the package ({message})."
            : $"This is v0 syntax, and {said} REGO_V1; set the engine type REGO_V0, or write it as v1 ({message}).";
    }

    static PolicyFix? Fix(PolicyText policy, RegoModule other, string prefix, RegoError error, PolicyLines text) =>
        prefix.Length > 0 ? null : policy.Version == RegoVersion.V0 ? Import(other, text) : Modern(other, error, text);

    /// <summary><c>import rego.v1</c> in the line after the package.</summary>
    static PolicyFix? Import(RegoModule other, PolicyLines text)
    {
        var line = other.PackagePlace.Line;
        if (line < 1 || line >= text.Count) return null;
        return new()
        {
            Title = "Write 'import rego.v1'",
            Edits = [new() { Line = line + 1, Column = 1, Text = "\nimport rego.v1\n" }],
        };
    }

    /// <summary><c>deny[x] {</c> becomes <c>deny contains x if {</c>, <c>allow {</c> becomes <c>allow if {</c>.</summary>
    static PolicyFix? Modern(RegoModule other, RegoError error, PolicyLines text)
    {
        if (other.Rules.LastOrDefault(r => r.Place.Line < error.Place.Line
            || (r.Place.Line == error.Place.Line && r.Place.Column <= error.Place.Column)) is not { } rule)
        {
            return null;
        }

        var edits = new List<PolicyEdit>();
        var code = text[rule.Place.Line];
        var head = rule.Place.Column - 1 + rule.Name.Length;
        if (rule.Kind == RuleKind.Multiple && head < code.Length && code[head] == '[')
        {
            var nested = 0;
            var end = head;
            for (; end < code.Length; end++)
            {
                if (code[end] is '[' or '(' or '{') nested++;
                if (code[end] is ']' or ')' or '}' && --nested == 0) break;
            }

            if (end >= code.Length) return null;
            edits.Add(new() { Line = rule.Place.Line, Column = head + 1, Length = 1, Text = " contains " });
            edits.Add(new() { Line = rule.Place.Line, Column = end + 1, Length = 1 });
        }

        var place = error.Place;
        if (place.Line >= 1 && place.Column - 1 < text[place.Line].Length && text[place.Line][place.Column - 1] == '{')
        {
            edits.Add(new() { Line = place.Line, Column = place.Column, Text = "if " });
        }

        return edits.Count == 0 ? null : new() { Title = "Write it as v1", Edits = edits };
    }

    /// <summary><c>sample == true</c> as a rule was meant to be <c>sample := true</c>.</summary>
    static PolicyFix? Head(RegoError error, PolicyLines text)
    {
        for (var line = error.Place.Line; line >= 1 && line >= error.Place.Line - 1; line--)
        {
            var code = text[line];
            var end = 0;
            while (end < code.Length && (char.IsLetterOrDigit(code[end]) || code[end] == '_')) end++;
            if (end == 0) continue;
            var at = end;
            while (at < code.Length && code[at] == ' ') at++;
            if (string.CompareOrdinal(code, at, "==", 0, 2) != 0) return null;
            return new() { Title = "Write ':='", Edits = [new() { Line = line, Column = at + 1, Length = 2, Text = ":=" }] };
        }

        return null;
    }
}
