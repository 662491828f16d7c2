using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Spaceforge.Cli.Commands;

/// <summary>Help with examples at its end.</summary>
sealed class HelpExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>Examples by the words of the command.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> All = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["spaceforge"] = ["spaceforge new my-plugin", "spaceforge help generate"],
        ["spaceforge new"] = ["spaceforge new my-plugin", "spaceforge new my-plugin --from plugin.yaml"],
        ["spaceforge generate"] = ["spaceforge generate", "spaceforge generate plugins/*/plugin.cs --check"],
        ["spaceforge run"] =
        [
            "spaceforge run after_plan --param environment=staging",
            "spaceforge run after_plan --source ../my-stack --plan-json plan.json",
        ],
        ["spaceforge runner"] = ["spaceforge runner after_plan"],
        ["spaceforge simulate"] =
        [
            "spaceforge simulate plugin.cs --source ../my-stack --report report.html",
            "spaceforge simulate plugin.yaml --plan-json plan.json",
            "spaceforge simulate --image ./image",
        ],
        ["spaceforge test"] = ["spaceforge test", "spaceforge test scenarios"],
        ["spaceforge watch"] = ["spaceforge watch", "spaceforge watch plugin.cs --serve --simulate --source ../my-stack"],
        ["spaceforge validate"] = ["spaceforge validate", "spaceforge validate plugins/*/plugin.yaml --format github"],
        ["spaceforge diff"] = ["spaceforge diff HEAD~1 plugin.cs", "spaceforge diff v1.0.0 plugin.yaml --check --format markdown"],
        ["spaceforge docs"] = ["spaceforge docs", "spaceforge docs plugins/*/plugin.yaml --check"],
        ["spaceforge schema"] = ["spaceforge schema > plugin-manifest.schema.json"],
        ["spaceforge publish"] =
            ["spaceforge publish --url-base https://example.com/plugins/1.0.0", "spaceforge publish plugin.cs --embed --arch amd64"],
        ["spaceforge push"] = ["spaceforge push", "spaceforge push plugin.cs --replace"],
        ["spaceforge install"] = ["spaceforge install scanner --stack-label scan --param-env api_token=SCANNER_TOKEN"],
        ["spaceforge list"] = ["spaceforge list", "spaceforge list --json"],
        ["spaceforge uninstall"] = ["spaceforge uninstall scanner"],
        ["spaceforge delete"] = ["spaceforge delete scanner --dry-run"],
        ["spaceforge policy"] = ["spaceforge policy check plugin.cs", "spaceforge policy test ."],
        ["spaceforge policy check"] = ["spaceforge policy check plugin.cs policies"],
        ["spaceforge policy eval"] = ["spaceforge policy eval plugin.yaml --input input.json --explain"],
        ["spaceforge policy test"] = ["spaceforge policy test .", "spaceforge policy test policies --threshold 90"],
        ["spaceforge policy input"] = ["spaceforge policy input --type PLAN --plan-json plan.json"],
        ["spaceforge doctor"] = ["spaceforge doctor", "spaceforge doctor --online"],
        ["spaceforge mcp"] = ["spaceforge mcp"],
        ["spaceforge cache"] = ["spaceforge cache", "spaceforge cache --clear"],
        ["spaceforge completion"] = ["spaceforge completion bash > ~/.local/share/bash-completion/completions/spaceforge"],
        ["spaceforge help"] = ["spaceforge help policy test"],
    };

    public override bool ClearsParseErrors => help.ClearsParseErrors;

    /// <summary>Help for a command and all below it.</summary>
    public static HelpOption Option()
    {
        var option = new HelpOption { Recursive = true };
        option.Action = new HelpExamples((HelpAction)option.Action!);
        return option;
    }

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        var command = string.Join(' ', SpaceforgeCommand.CommandNames(parseResult.CommandResult));
        if (!All.TryGetValue(command, out var examples)) return exitCode;

        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples) output.WriteLine($"  {example}");
        output.WriteLine();
        return exitCode;
    }
}
