using System.Text.Json;
using Microsoft.Extensions.Logging;
using Spaceforge.Http;
using Spaceforge.Logging;
using Spaceforge.Outputs;
using Spaceforge.Secrets;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>The answer that says where a plugin's Markdown goes.</summary>
sealed class UploadTarget : FuzzTarget
{
    // All failures are logged and passed over.
    readonly Caught _caught = new(e => e is InvalidDataException or HttpFailedException or JsonException);

    readonly EnvironmentVariables _variables = new(new Dictionary<string, string>
    {
        ["TF_VAR_spacelift_graphql_endpoint"] = "https://example.app.spacelift.io/graphql",
        ["SPACELIFT_API_TOKEN"] = "token",
    });

    public override string Name => "upload";

    public override int ShortRun => 500;

    public override void Read(byte[] input) => _caught.During(() =>
    {
        using var http = FakeServer.Http(input);
        var log = new PluginLogger(TextWriter.Null, "run", "plugin", LogLevel.Information, colors: false);
        new PluginOutputs("plugin", _variables, new RunInfo { Id = "1" }, http, log, new SecretMasker(), _ => { })
            .SendAsync("# Hello", CancellationToken.None).GetAwaiter().GetResult();
    });
}
