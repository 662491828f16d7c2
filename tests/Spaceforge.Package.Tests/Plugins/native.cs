#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Spaceforge;

// Compiling ahead of time takes long, so two plugins are one program.
#pragma warning disable SF1007
return Environment.GetEnvironmentVariable("PLUGIN") == "properties"
    ? await SpaceforgePlugin.RunAsync<PropertiesPlugin>(args)
    : await SpaceforgePlugin.RunAsync<ServicesPlugin>(args);
#pragma warning restore SF1007

// Uses every service; compiled ahead of time and run against a fake Spacelift.
sealed class ServicesPlugin : SpaceforgePlugin
{
    static readonly Parameter Secret = new("Secret") { Required = true, Sensitive = true };

    public override string Name => "services";
    public override IReadOnlyList<Parameter> Parameters => [Secret];
    public override IReadOnlyList<Context> Contexts => [new("services") { Env = [Variable.From("SERVICE_SECRET", Secret)] }];

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        AddMask("another-secret");
        Logger.LogInformation("run {Id} of {Type}, labels {Labels}", RunInfo.Id, RunInfo.Type, string.Join('+', RunInfo.StackLabels));
        Logger.LogWarning(new InvalidOperationException("because"), "secrets {First} {Second}", Env["SERVICE_SECRET"], "another-secret");

        var (exitCode, output, error) = await RunCliAsync(
            new CliOptions
            {
                StandardInput = "input\n",
                Environment = new Dictionary<string, string?> { ["GIVEN"] = "given" },
                TimeLimit = TimeSpan.FromSeconds(30)
            },
            "sh", "-c", "cat; echo $GIVEN; echo bad >&2; exit 3");
        Logger.LogInformation("command {ExitCode} {Output} {Error}", exitCode, string.Join('+', output), string.Join('+', error));

        var data = await QueryApiAsync("query Stack($id: ID!) { stack(id: $id) { name } }", new JsonObject { ["id"] = RunInfo.StackId });
        var typed = await QueryApiAsync(
            "query Stack($id: ID!) { stack(id: $id) { name } }", PluginJson.Default.Answer, new JsonObject { ["id"] = RunInfo.StackId });
        Logger.LogInformation("stack {Name} {Typed}", data["stack"]!["name"], typed.Stack.Name);

        await UseUserTokenAsync("01KEY", "key-secret");
        var viewer = await QueryApiAsync("{ viewer { login } }");
        Logger.LogInformation("viewer {Login}", viewer["viewer"]!["login"]);

        var plan = await GetPlanAsync() ?? throw new PluginFailedException("There is no plan.");
        var state = await GetStateBeforeAsync();
        var change = plan.ResourceChanges.Single();
        Logger.LogInformation("change {Address} {Before} state {State}", change.Address, change.Before, state is null ? "none" : "there");

        var markdown = new MarkdownBuilder()
            .Heading(1, "Changes")
            .Table(["Address", "Severity"], [[change.Address, MarkdownText.Badge(Severity.High)]])
            .Collapsible("More", more => more.List("one", "two | three"));
        await SendMarkdownAsync(markdown.ToString());

        AddToPolicyInput("services", new JsonObject { ["changes"] = 1 });
        AddToPolicyInput("typed", new Answer(new Stack("typed")), PluginJson.Default.Answer);
    }

    protected override Task AfterApplyAsync(CancellationToken cancellationToken) => QueryApiAsync("query Denied { stacks { id } }");
}

sealed record Stack(string Name);

sealed record Answer(Stack Stack);

[JsonSerializable(typeof(Answer))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
sealed partial class PluginJson : JsonSerializerContext;

// Parameters as properties of every kind.
sealed class PropertiesPlugin : SpaceforgePlugin
{
    [Parameter("Token", Sensitive = true)]
    public required string Token { get; init; }

    [Parameter("Size")]
    public Size Size { get; init; } = Size.ExtraLarge;

    [Parameter("Count")]
    public required int Count { get; init; }

    [Parameter("Amount")]
    public decimal Amount { get; init; } = 0.30m;

    [Parameter("Before")]
    public bool Before { get; init; } = true;

    [Parameter("And", Variable = "THE_RATIO")]
    public double? And { get; init; } = 0.5;

    public override string Name => "properties";

    protected override Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        Logger.LogInformation("{Token} {Size} {Count} {Amount} {Before} {And}", Token.Length, Size, Count, Amount, Before, And);
        return Task.CompletedTask;
    }
}

enum Size
{
    Small,
    ExtraLarge,
}
