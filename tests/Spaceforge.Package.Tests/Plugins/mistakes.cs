#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using Spaceforge;

// Every mistake that the analyzers detect, once. Each comment has the expected code and the text that it is reported at.
if (args.Length > 0) return await SpaceforgePlugin.RunAsync<Mistakes>(args);
if (args.Length > 1) await SpaceforgePlugin.RunAsync<Mistakes>(args); // SF1011: SpaceforgePlugin.RunAsync
return await SpaceforgePlugin.RunAsync<Another>(args); // SF1007: SpaceforgePlugin.RunAsync

sealed class Mistakes : SpaceforgePlugin
{
    static readonly Parameter Key = new("Key") { Required = true, Sensitive = true };
    static readonly Parameter Both = new("Both") { Required = true, Default = "x" }; // SF0203: Default
    static readonly Parameter Neither = new("Neither") { Description = "neither" }; // SF0204: new
    static readonly Parameter Limit = new("Limit") { Type = ParameterType.Number, Default = "30" }; // SF0205: "30"

    [Parameter("Names")]
    public required int[] Names { get; init; } // SF0208: int[]

    [Parameter("Level")]
    public string Level { get; } = "low"; // SF0209: Level

    public override string Name => "mistakes";
    public override string? Description => "Every mistake, once.";
    public override IReadOnlyList<Parameter> Parameters => [Key, Both, Neither, Limit];

    public override IReadOnlyList<Context> Contexts =>
    [
        new("main")
        {
            Env =
            [
                Variable.From("KEY", Key) with { Sensitive = false }, // SF0307: Sensitive
                Variable.From("BOTH", "boht"), // SF0305: "boht"
                new("NOTHING"), // SF0303: new
                new("LIMIT", "30") { ValueFromParameter = Limit }, // SF0304: new
            ],
            Hooks = new()
            {
                BeforeInit = ["set -e\ntrue"], // SF0403: "set
                BeforePlan = ["cd /tmp; ls"], // SF0404: "cd
                BeforeApply = [""], // SF0405: ""
            },
            MountedFiles = [new("../config.json", "{}")], // SF0501: "../
        },
        new("late")
        {
            Env = [Variable.From("TOKEN", Key)],
            Hooks = new(new Dictionary<string, IReadOnlyList<string>> { ["AfterPlan"] = ["true"] }), // SF0402: "AfterPlan"
        },
    ];

    public override IReadOnlyList<Policy> Policies =>
    [
        new("syntax", PolicyType.Plan, """
            package spacelift

            deny contains "x" if {
              input.terraform ==
            } # // SF0705: }
            """) { EngineType = PolicyEngineType.RegoV1 },
        new("version", PolicyType.Plan, """
            package spacelift

            deny contains "x" if { true } # // SF0706: contains
            """),
        new("compile", PolicyType.Plan, """
            package spacelift

            deny contains text if { input.terraform } # // SF0707: text
            """) { EngineType = PolicyEngineType.RegoV1 },
        new("disabled", PolicyType.Plan, """
            package spacelift

            deny contains "x" if time.now_ns() > 1 # // SF0708: time.now_ns
            """) { EngineType = PolicyEngineType.RegoV1 },
        new("value", PolicyType.Plan, """
            package spacelift

            deny contains 5 # // SF0709: 5
            """) { EngineType = PolicyEngineType.RegoV1 },
        new("rule", PolicyType.Notification, """
            package spacelift

            deny contains "x" # // SF0710: deny
            """) { EngineType = PolicyEngineType.RegoV1 },
        new("input", PolicyType.Plan, """
            package spacelift

            deny contains "x" if input.run.id # // SF0711: run
            """) { EngineType = PolicyEngineType.RegoV1 },
        new("package", PolicyType.Plan, """
            package policies # // SF0712: package

            deny contains "x"
            """) { EngineType = PolicyEngineType.RegoV1 },
        new("data", PolicyType.Plan, """
            package spacelift

            deny contains "x" if input.third_party_metadata.custom.cost > 1 # // SF0713: cost
            """) { EngineType = PolicyEngineType.RegoV1 },
    ];

    public Task AfterPlan() => Task.CompletedTask; // SF1001: AfterPlan

    protected override Task BeforeApplyAsync(CancellationToken cancellationToken)
    {
        AddToPolicyInput("price", new System.Text.Json.Nodes.JsonObject()); // SF0714: price
        return Task.CompletedTask;
    }

    protected override async Task AfterApplyAsync(CancellationToken cancellationToken)
    {
        var answer = Console.ReadLine(); // SF1003: Console
        Thread.Sleep(1000); // SF1004: Thread
        var url = Env["SERVICE_URL"]; // SF1005: "SERVICE_URL"
        await RunCliAsync("tool", answer ?? url, "--token", Env["TOKEN"]); // SF1010: Env["TOKEN"]
        _ = RunCliAsync("check"); // SF1012: RunCliAsync
        try
        {
            await RequirePlanAsync(cancellationToken);
        }
        catch (Exception) // SF1013: catch
        {
            Console.WriteLine("There is no plan.");
        }

        Environment.Exit(1); // SF1002: Environment
    }
}

sealed class Another : SpaceforgePlugin // SF1009: Another
{
    public override string Name => "Another";
}

sealed class Forgotten : SpaceforgePlugin // SF1006: Forgotten
{
    public override string Name => "Forgotten";
    public override string? Description => "Nothing starts it.";
}
