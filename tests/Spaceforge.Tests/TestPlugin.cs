namespace Spaceforge.Tests;

/// <summary>A plugin whose declarations a test sets; it is right as it is.</summary>
public class TestPlugin : SpaceforgePlugin
{
    public string PluginName { get; init; } = "test";
    public string PluginVersion { get; init; } = "1.0.0";
    public IReadOnlyList<Parameter> DeclaredParameters { get; init; } = [];
    public IReadOnlyList<Context> DeclaredContexts { get; init; } = [];
    public IReadOnlyList<Binary> DeclaredBinaries { get; init; } = [];
    public IReadOnlyList<Policy> DeclaredPolicies { get; init; } = [];
    public IReadOnlyList<Webhook> DeclaredWebhooks { get; init; } = [];
    public string? DeclaredDescription { get; init; }

    public override string Name => PluginName;
    public override string Version => PluginVersion;
    public override string? Description => DeclaredDescription;
    public override IReadOnlyList<Parameter> Parameters => DeclaredParameters;
    public override IReadOnlyList<Context> Contexts => DeclaredContexts;
    public override IReadOnlyList<Binary> Binaries => DeclaredBinaries;
    public override IReadOnlyList<Policy> Policies => DeclaredPolicies;
    public override IReadOnlyList<Webhook> Webhooks => DeclaredWebhooks;
}
