using System.CommandLine;
using System.Text.Json;
using Spaceforge.Cli.Json;
using Spaceforge.Cli.Policies;
using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge policy eval</c>: what policies decide about an input, and what Spacelift would do then.</summary>
static class PolicyEvalCommand
{
    const int LargestInput = 512_000_000;

    static readonly Argument<string> Source = new("PLUGIN|MANIFEST|FILE.rego")
    {
        Description = $"A plugin, its manifest or a policy [default: {PolicyFiles.Manifest}]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    static readonly Option<string> Input = new("--input", "-i")
    { HelpName = "FILE", Description = "The input document, as JSON; - is standard input", Required = true };
    static readonly Option<string?> Name = new("--name")
    { HelpName = "POLICY", Description = "One policy of the plugin [default: all of the type]" };
    static readonly Option<bool> Explain = new("--explain")
    { Description = "Show the policies' code: + marks lines that held, - the others" };
    static readonly Option<bool> Json = new("--json") { Description = "Print the decision as JSON" };

    public static Command Create()
    {
        var command = new Command("eval", "Evaluate policies with an input, and show what Spacelift would do")
        {
            Source, PolicyCommandOptions.Kind, PolicyCommandOptions.Engine, Input, Name, Explain, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = parsed.GetValue(Source) ?? PolicyFiles.Manifest;
        if (await ReadAsync(parsed, path, cancellationToken) is not { } all) return ExitCodes.UsedWrongly;

        var name = parsed.GetValue(Name);
        var policies = all.Where(policy => name is null || policy.Text.Name == name).ToArray();
        if (policies.Length == 0)
        {
            throw new UsageException(name is null ? $"'{path}' has no policies."
                : $"'{path}' has no policy '{name}'; it has {string.Join(", ", all.Select(policy => $"'{policy.Text.Name}'"))}.");
        }

        var kinds = policies.Select(policy => policy.Text.Kind).Distinct().ToArray();
        var kind = PolicyCommandOptions.KindOf(parsed) ?? (kinds is [{ } only] ? only : throw new UsageException(
            $"Name the type with --type: {string.Join(", ", kinds.Contains(null) ? PolicyKind.All : kinds.OfType<PolicyKind>())}."));
        var chosen = policies.Where(policy => policy.Text.Kind is null || policy.Text.Kind == kind).ToArray();
        if (chosen.Length == 0) throw new UsageException($"'{path}' has no policy of the type {kind}.");

        var input = ReadInput(parsed.GetRequiredValue(Input));
        var decision = PolicyDecision.Make(
            kind, [.. chosen.Select(policy => policy.Text)], input,
            new PolicyOptions
            {
                Cancellation = cancellationToken,
                HasApprovalPolicy = all.Any(policy => policy.Text.Kind == PolicyKind.Approval),
            });
        cancellationToken.ThrowIfCancellationRequested();
        Console.Out.Write(parsed.GetValue(Json)
            ? JsonText.Of(DecisionJson.Of(decision, chosen), indented: true) + "\n"
            : DecisionText.Write(decision, chosen, parsed.GetValue(Explain)));
        return decision.Failed ? ExitCodes.Failed : ExitCodes.Done;
    }

    static async Task<IReadOnlyList<SourcePolicy>?> ReadAsync(ParseResult parsed, string path, CancellationToken cancellationToken)
    {
        if (Path.GetExtension(path) != ".rego") return await PolicySources.OfPluginAsync(path, cancellationToken);

        return [SourcePolicy.Read(path, PolicyCommandOptions.KindOf(parsed), PolicyCommandOptions.VersionOf(parsed))];
    }

    /// <summary>An input document that <c>--input</c> names.</summary>
    public static RegoValue ReadInput(string path)
    {
        try
        {
            if (path != "-")
            {
                var files = new PolicyFiles([]);
                files.AddInput(path, LargestInput);
                return Document(files.Files[0].Content, path);
            }

            using var standard = Console.OpenStandardInput();
            var bytes = new MemoryStream();
            var buffer = new byte[81_920];
            for (int read; (read = standard.Read(buffer)) > 0;)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > LargestInput) throw new UsageException($"--input: it is larger than {LargestInput} bytes.");
            }

            return Document(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), path);
        }
        catch (JsonException e)
        {
            throw new UsageException($"--input: '{path}' is not valid JSON: {JsonMistake.Of(e)}");
        }
        catch (PolicyLoadException e)
        {
            throw new UsageException($"--input: {e.Message}");
        }
    }

    static RegoObject Document(ReadOnlySpan<byte> json, string path)
    {
        var value = RegoJson.Parse(json);
        if (DuplicateKey.Find(json) is { } duplicate) throw new UsageException($"--input: '{path}', {duplicate}");

        return value as RegoObject ?? throw new UsageException(
            $"--input: '{path}' must be a JSON object, as all inputs of Spacelift are; it is {PolicyData.Kind(value)}.");
    }
}
