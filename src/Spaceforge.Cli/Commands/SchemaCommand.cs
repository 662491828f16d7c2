using System.CommandLine;
using Spaceforge.Cli.Json;
using Spaceforge.Cli.Manifests;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge schema</c>: prints the JSON schema of manifests.</summary>
static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON schema of plugin manifests");
        command.SetAction(_ => Console.Out.Write(JsonText.Of(SchemaJson.Manifest(), indented: true) + "\n"));
        return command;
    }
}
