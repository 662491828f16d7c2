using Spaceforge.Rego;
using Spaceforge.Shared.Diagnostics;

namespace Spaceforge.Shared.Policies;

/// <summary>Checks calls that Spacelift rejects, and reports the Rego compiler's errors.</summary>
static class CallChecks
{
    /// <summary>Functions that Spacelift disables, with alternatives.</summary>
    static readonly Dictionary<string, string> NotAllowed = new(StringComparer.Ordinal)
    {
        ["http.send"] = "a policy sees only 'input'; fetch it in a hook, and write it to a KEY.custom.spacelift.json for plan policies",
        ["opa.runtime"] = "a policy sees only 'input'",
        ["rego.parse_module"] = "write the rules in the policy",
        ["time.now_ns"] = "the time is in the input: input.spacelift.request.timestamp_ns in a plan policy, input.run.updated_at elsewhere",
        ["trace"] = "use print, or evaluate the policy with 'spaceforge policy eval --explain'",
        ["exec"] = "it exists only in initialization policies on private workers",
    };

    public static void Disabled(RegoModule module, PolicyLines text, List<PolicyFinding> findings)
    {
        var own = new HashSet<string>(module.Rules.Select(r => r.Name).Concat(module.Imports.Select(i => i.Name)), StringComparer.Ordinal);
        TermChecks.Visit(module, term =>
        {
            if (term is not CallTerm { Target: { } target } call || TermNames.Dotted(target) is not { } name) return;
            if (!NotAllowed.TryGetValue(name, out var instead) || own.Contains(name.Split('.')[0])) return;
            if (findings.Exists(f => f.Line == call.Place.Line && f.Column == call.Place.Column)) return;
            findings.Add(new()
            {
                Code = PolicyCodes.Disabled,
                Message = $"Spacelift disables '{name}': {instead}.",
                Line = call.Place.Line,
                Column = call.Place.Column,
                Length = text.NameAt(call.Place.Line, call.Place.Column),
            });
        });
    }

    /// <summary>A compiler error, with a fix if it is certain.</summary>
    public static PolicyFinding Compile(RegoError error, RegoModule module, PolicyLines text)
    {
        var (line, column) = error.Place.File == module.File ? (error.Place.Line, error.Place.Column) : (1, 1);
        var message = error.Message;
        if (message.StartsWith("undefined function ", StringComparison.Ordinal) && message.IndexOf(':') < 0)
        {
            var name = message.Substring("undefined function ".Length);
            var short_ = name.StartsWith("data.spacelift.", StringComparison.Ordinal) ? name.Substring("data.spacelift.".Length) : name;
            var known = BuiltinSignatures.Names.Concat(module.Rules.Where(r => r.Arguments is not null).Select(r => r.Name)).Distinct();
            if (Nearest.To(short_, known.Append("sanitized")) is { } near) message += $". Did you mean '{near}'?";
        }

        return new()
        {
            Code = PolicyCodes.Compile,
            Message = message,
            Line = line,
            Column = column,
            Length = text.NameAt(line, column),
            Fix = Assignment(message, line, text),
        };
    }

    /// <summary>A variable that is compared before it has a value: <c>x == input.y</c> probably means <c>x := input.y</c>.</summary>
    static PolicyFix? Assignment(string message, int line, PolicyLines text)
    {
        if (message.IndexOf(" is unsafe", StringComparison.Ordinal) < 0) return null;
        var words = message.Split(' ');
        if (words.Length < 2 || words[0] != "var") return null;
        for (var at = line; at >= 1 && at > line - 20; at--)
        {
            var code = text[at];
            var start = code.Length - code.TrimStart().Length;
            if (string.CompareOrdinal(code, start, words[1], 0, words[1].Length) != 0) continue;
            var after = start + words[1].Length;
            while (after < code.Length && code[after] == ' ') after++;
            if (string.CompareOrdinal(code, after, "==", 0, 2) != 0) continue;
            return new()
            {
                Title = $"Assign '{words[1]}' with ':='",
                Edits = [new() { Line = at, Column = after + 1, Length = 2, Text = ":=" }],
            };
        }

        return null;
    }
}
