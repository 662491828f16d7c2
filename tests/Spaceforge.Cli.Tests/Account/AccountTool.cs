using System.Text.Json.Nodes;
using Spaceforge.Testing;

namespace Spaceforge.Cli.Tests.Account;

/// <summary>The tool with a fake account.</summary>
sealed class AccountTool : IDisposable
{
    public const string KeySecret = "0f1e2d3c4b5a-key-secret";

    public AccountTool()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("SPACELIFT_", StringComparison.Ordinal)))
        {
            Tool.Variables[name] = null;
        }
        // Ignore the profiles of the user who runs the tests.
        Tool.Variables["SPACELIFT_CONFIG_DIR"] = Tool.Folder.PathOf("config");
        Spacelift.ApiKeys.Add(new FakeApiKey { Id = "01KEY", Secret = KeySecret });
        LogIn();
    }

    public FakeSpacelift Spacelift { get; } = new();

    public Tool Tool { get; } = new();

    /// <summary>The mutations that were sent.</summary>
    public string[] Mutations => [.. Spacelift.Requests
        .Select(request => (string)JsonNode.Parse(request.Body)!["query"]!)
        .Where(query => query.StartsWith("mutation Plugin", StringComparison.Ordinal))
        .Select(query => query["mutation ".Length..query.IndexOf('(', StringComparison.Ordinal)])];

    public void Dispose()
    {
        Tool.Dispose();
        Spacelift.Dispose();
    }

    /// <summary>Sets the API key in the environment.</summary>
    public void LogIn()
    {
        Tool.Variables["SPACELIFT_API_KEY_ENDPOINT"] = Spacelift.Endpoint[..^"/graphql".Length];
        Tool.Variables["SPACELIFT_API_KEY_ID"] = "01KEY";
        Tool.Variables["SPACELIFT_API_KEY_SECRET"] = KeySecret;
    }

    /// <summary>Runs a command and checks that its output contains neither the key's secret nor any token.</summary>
    public async Task<Outcome> RunAsync(params string[] arguments)
    {
        var outcome = await Tool.RunAsync(arguments);
        ShouldHideSecrets(outcome.Output + outcome.Error);
        return outcome;
    }

    /// <summary>Runs a command and parses its JSON output.</summary>
    public async Task<JsonNode> JsonAsync(params string[] arguments) =>
        JsonNode.Parse((await RunAsync([.. arguments, "--json"])).ShouldExit(0).Output)!;

    public void ShouldHideSecrets(string output)
    {
        var tokens = Spacelift.Requests.Select(request => request.Headers.GetValueOrDefault("Authorization"))
            .OfType<string>().Select(header => header["Bearer ".Length..]);
        foreach (var secret in tokens.Append(KeySecret)) Assert.DoesNotContain(secret, output, StringComparison.Ordinal);
    }

    /// <summary>Adds a template to the account.</summary>
    public FakePluginTemplate AddTemplate(string name, string parameters = "[]", bool isGlobal = false)
    {
        var template = new FakePluginTemplate
        {
            Id = $"01TEMPLATE{Spacelift.PluginTemplates.Count}",
            Name = name,
            Manifest = Manifest(name, parameters),
            IsGlobal = isGlobal
        };
        Spacelift.PluginTemplates.Add(template);
        return template;
    }

    /// <summary>Adds a plugin that is installed from a template.</summary>
    public FakePlugin AddPlugin(string name, FakePluginTemplate template)
    {
        var plugin = new FakePlugin
        {
            Id = $"01PLUGIN{Spacelift.Plugins.Count}",
            Name = name,
            Template = template,
            StackLabel = "scan",
            SpaceId = "root"
        };
        Spacelift.Plugins.Add(plugin);
        return plugin;
    }

    public static string Manifest(string name, string parameters = "[]") =>
        $"name: {name}\nversion: '1.0.0'\ndescription: Scans plans\nauthor: Me\nlabels: [security, scan]\nparameters: {parameters}\n";
}
