using System.CommandLine;
using System.Globalization;
using Spaceforge.Cli.Json;
using Spaceforge.Cli.Policies;
using Spaceforge.Logging;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge policy check</c>: what is wrong with policies, without evaluating them.</summary>
static class PolicyCheckCommand
{
    static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Policies (.rego), folders of them, plugins and manifests",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        var command = new Command("check", "Check policies for errors before Spacelift does")
        {
            Paths, PolicyCommandOptions.Kind, PolicyCommandOptions.Engine, JsonOption.Findings,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(Paths) ?? [], PolicyCommandOptions.KindOf(parsed), PolicyCommandOptions.VersionOf(parsed),
            parsed.GetValue(JsonOption.Findings), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(
        string[] paths, PolicyKind? kind, Rego.RegoVersion? version, bool json, CancellationToken cancellationToken)
    {
        var policies = new List<SourcePolicy>();
        var files = new PolicyFiles([]);
        foreach (var path in paths)
        {
            if (!PolicySources.IsPlugin(path))
            {
                PolicySources.CheckReadable(path);
                files.Add(path);
                continue;
            }

            if (await PolicySources.OfPluginAsync(path, cancellationToken) is not { } found) return ExitCodes.UsedWrongly;
            policies.AddRange(found);
        }

        foreach (var path in files.LeftOut)
        {
            await Console.Error.WriteLineAsync(LogText.OneLine($"{path} is no regular file, and was left out."));
        }

        policies.AddRange(PolicySources.OfFiles(files.Files, kind, version));
        var findings = policies.SelectMany(policy => Check(policy.Text).Concat(policy.Unmatched)
            .Select(finding => new Found(policy, finding)))
            .OrderBy(found => found.Policy.File, StringComparer.Ordinal)
            .ThenBy(found => found.Line).ThenBy(found => found.Column).ToArray();
        if (json) Console.Out.Write(JsonFinding.Write(findings.Select(found => found.Json())));
        else foreach (var found in findings) Console.Out.WriteLine(found.ToString());
        if (policies.Count == 0) await Console.Error.WriteLineAsync("There are no policies.");
        return findings.Any(found => found.Finding.Severity == PolicySeverity.Error) ? ExitCodes.Failed : ExitCodes.Done;
    }

    /// <summary>
    /// Without a known type, the type that the rules suggest may explain names that Rego alone does not know, such as
    /// <c>deleted_resources</c>; it does not cause other findings.
    /// </summary>
    static IReadOnlyList<PolicyFinding> Check(PolicyText policy)
    {
        var findings = PolicyCheck.Run(policy);
        if (policy.Kind is not null || !findings.Any(finding => finding.Code == PolicyCodes.Compile)) return findings;
        var module = Rego.RegoModule.TryParse(policy.Body, policy.File, policy.Version, out _);
        if (!module.PackagePath.SequenceEqual([PolicyPrelude.Package]) || SourcePolicy.GuessKind(module) is not { } kind) return findings;
        var guessed = PolicyCheck.Run(policy with { Kind = kind });
        return guessed.Any(finding => finding.Severity == PolicySeverity.Error) ? findings : guessed;
    }

    sealed record Found(SourcePolicy Policy, PolicyFinding Finding)
    {
        (int Line, int Column) Place => Policy.Places.Of(Finding.Line, Finding.Column);

        public int Line => Place.Line;

        public int Column => Place.Column;

        string Level => Finding.Severity.ToString().ToLowerInvariant();

        // Where the lines are unknown, those of the body are told.
        string Message => Policy.Places.IsKnown ? Finding.Message
            : string.Create(
                CultureInfo.InvariantCulture,
                $"policy '{Policy.Text.Name}', line {Finding.Line}, column {Finding.Column}: {Finding.Message}");

        public override string ToString() => LogText.OneLine(
            string.Create(CultureInfo.InvariantCulture, $"{Policy.File}:{Line}:{Column}: {Level} {Finding.Code}: {Message}"));

        public JsonFinding Json() => new()
        {
            File = Policy.File,
            Line = Line,
            Column = Column,
            Severity = Level,
            Code = Finding.Code,
            Policy = Policy.Text.Name,
            Message = Message,
        };
    }
}
