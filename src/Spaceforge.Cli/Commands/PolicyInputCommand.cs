using System.CommandLine;
using Spaceforge.Cli.Policies;
using Spaceforge.Files;
using Spaceforge.Shared.PolicyInputs;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge policy input</c>: prints a sample input document for policies.</summary>
static class PolicyInputCommand
{
    static readonly Option<string> Type = new("--type")
    {
        HelpName = "TYPE",
        Description = $"The type of the policy: {string.Join(", ", PolicyInputDocument.Types)}",
        Required = true,
    };

    static readonly Option<string?> Plan = new("--plan-json")
    { HelpName = "FILE", Description = "The plan as JSON, as printed by 'terraform show -json'" };
    static readonly Option<string[]> Param = new("--param")
    { HelpName = "PATH=VALUE", Description = "Set a value in the document to JSON, a string, or a file's contents with @FILE, for example spacelift.run.type=PROPOSED" };
    static readonly Option<string> Sanitize = new("--sanitize")
    {
        HelpName = "all|smart|none",
        Description = "Which strings of the plan to hash: all, only sensitive ones, or none",
        DefaultValueFactory = _ => "all",
    };

    static readonly Option<string?> Output = new("--output", "-o")
    { HelpName = "FILE", Description = "Write to FILE [default: standard output]" };

    static PolicyInputCommand()
    {
        Sanitize.AcceptOnlyFromAmong("all", "smart", "none");
        Type.CompletionSources.Add([.. PolicyInputDocument.Types]);
        Type.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !PolicyInputDocument.Types.Contains(token.Value, StringComparer.OrdinalIgnoreCase))
            {
                result.AddError($"--type: unknown type '{token.Value}'; the types are {string.Join(", ", PolicyInputDocument.Types)}.");
            }
        });
    }

    public static Command Create()
    {
        var command = new Command("input", "Print a sample of the input that the platform gives a policy")
        {
            Type, Plan, Param, Sanitize, Output,
        };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(Type).ToUpperInvariant(), parsed.GetValue(Plan), parsed.GetValue(Param) ?? [],
            parsed.GetRequiredValue(Sanitize), parsed.GetValue(Output)));
        return command;
    }

    static int Run(string type, string? plan, string[] settings, string sanitize, string? output)
    {
        var mode = sanitize switch
        {
            "smart" => Sanitization.Smart,
            "none" => Sanitization.None,
            _ => Sanitization.All,
        };
        if (type == "PLAN" && plan is null) throw new UsageException("A plan policy needs a plan: pass one with --plan-json.");
        var document = PolicyInputDocument.Of(type, plan is null ? null : PlanFile.Read(plan, mode));
        foreach (var setting in settings) InputSetting.Apply(document.Root, setting);
        if (output is null)
        {
            using var standard = new BufferedStream(Console.OpenStandardOutput(), 65_536);
            document.Write(standard);
            return ExitCodes.Done;
        }

        if (Directory.Exists(output)) throw new UsageException($"--output: '{output}' is a folder.");
        try
        {
            // The repository may have put a link or a FIFO there.
            AtomicFile.WriteInRepository(output, document.Write);
        }
        catch (IOException e)
        {
            throw new UsageException($"--output: {e.Message}", e);
        }

        return ExitCodes.Done;
    }
}
