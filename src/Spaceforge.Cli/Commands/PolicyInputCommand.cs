using System.CommandLine;
using Spaceforge.Cli.Policies.Inputs;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge policy input</c>: an input document to try policies on.</summary>
static class PolicyInputCommand
{
    static readonly Option<string> Type = new("--type")
    {
        HelpName = "TYPE",
        Description = $"The type of the policy: {string.Join(", ", PolicyInputDocument.Types)}",
        Required = true,
    };

    static readonly Option<string?> Plan = new("--plan-json")
    { HelpName = "FILE", Description = "The plan as JSON, which 'terraform show -json' prints" };
    static readonly Option<string[]> Param = new("--param")
    { HelpName = "PATH=VALUE", Description = "A value of the document, as JSON or text, or of a file as @FILE: spacelift.run.type=PROPOSED" };
    static readonly Option<string> Sanitize = new("--sanitize")
    {
        HelpName = "all|smart|none",
        Description = "Which texts of the plan are hashed: all, those that are sensitive, or none",
        DefaultValueFactory = _ => "all",
    };

    static readonly Option<string?> Output = new("--output", "-o")
    { HelpName = "FILE", Description = "Where to write it [default: standard output]" };

    static PolicyInputCommand()
    {
        Sanitize.AcceptOnlyFromAmong("all", "smart", "none");
        Type.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !PolicyInputDocument.Types.Contains(token.Value, StringComparer.OrdinalIgnoreCase))
            {
                result.AddError($"--type: there is no type '{token.Value}'; the types are {string.Join(", ", PolicyInputDocument.Types)}.");
            }
        });
    }

    public static Command Create()
    {
        var command = new Command("input", "Make the document that a policy gets from the platform, to try the policy on")
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
        var document = PolicyInputDocument.Of(type, plan is null ? null : PlanInput.Read(plan, mode));
        foreach (var setting in settings) document.Set(setting);
        if (output is null)
        {
            using var standard = new BufferedStream(Console.OpenStandardOutput(), 65_536);
            document.Write(standard);
            return ExitCodes.Done;
        }

        if (Directory.Exists(output)) throw new UsageException($"--output: '{output}' is a folder.");
        using var file = new BufferedStream(File.Create(output), 65_536);
        document.Write(file);
        return ExitCodes.Done;
    }
}
