using System.CommandLine;
using Spaceforge.Cli.Json;
using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Scaffolding;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge schema</c>: prints the JSON schema of manifests, or of scenarios.</summary>
static class SchemaCommand
{
    static readonly Option<bool> Scenario = new("--scenario") { Description = "Print the schema of scenarios" };

    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON schema of plugin manifests") { Scenario };
        command.SetAction(parsed => Console.Out.Write(parsed.GetValue(Scenario)
            ? Template.ScenarioSchema : JsonText.Of(SchemaJson.Manifest(), indented: true) + "\n"));
        return command;
    }
}
