using Microsoft.Extensions.Logging;

namespace Spaceforge.Tests.Model;

public enum Level
{
    Low,
    VeryHigh,
}

public abstract class PropertiesBase : SpaceforgePlugin
{
    public override string Name => "Properties";

    [Parameter("API Token", Description = "Token of the service", Sensitive = true)]
    public required string ApiToken { get; init; }
}

/// <summary>Every type that a parameter can have, between an explicit parameter and an explicit context.</summary>
public class PropertiesPlugin : PropertiesBase
{
    static readonly Parameter Region = new("Region") { Default = "eu" };

    [Parameter("Severity Threshold", Description = "Least severity to report")]
    public Level SeverityThreshold { get; init; } = Level.VeryHigh;

    [Parameter("Ratio", Id = "share", Variable = "RATIO_OF_ALL")]
    public double Ratio { get; set; } = 0.5;

    [Parameter("Retries", Description = "How often")]
    public int Retries { get; init; }

    [Parameter("Strict")]
    public bool? Strict { get; init; } = true;

    [Parameter("Note")]
    internal string Note { get; init; } = "";

    [Parameter("Amount")]
    public required decimal Amount { get; init; }

    public int Untouched { get; init; } = 7;

    public override IReadOnlyList<Parameter> Parameters => [Region];

    public override IReadOnlyList<Context> Contexts =>
        [new("main") { Env = [Variable.From("REGION", Region), Variable.From("TOKEN_AGAIN", "api_token")] }];

    public override IReadOnlyList<Webhook> Webhooks => [new("hook", "https://example.com") { SecretFromParameter = "API Token" }];

    protected override Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        Logger.LogInformation(
            "token of {Length}, {Severity}, {Ratio}, {Retries}, {Strict}, '{Note}', {Amount}, {Untouched}",
            ApiToken.Length, SeverityThreshold, Ratio, Retries, Strict, Note, Amount, Untouched);
        return Task.CompletedTask;
    }
}

/// <summary>The same as data.</summary>
public sealed class ExplicitPlugin : SpaceforgePlugin
{
    static readonly Parameter Region = new("Region") { Default = "eu" };
    static readonly Parameter ApiToken = new(
        "API Token")
    { Id = "api_token", Description = "Token of the service", Required = true, Sensitive = true };
    static readonly Parameter SeverityThreshold = new("Severity Threshold")
    {
        Id = "severity_threshold",
        Description = "Least severity to report. One of Low, VeryHigh.",
        Default = "VeryHigh"
    };
    static readonly Parameter Ratio = new("Ratio") { Id = "share", Type = ParameterType.Number, Default = 0.5 };
    static readonly Parameter Retries = new(
        "Retries")
    { Id = "retries", Description = "How often", Type = ParameterType.Number, Default = 0 };
    static readonly Parameter Strict = new("Strict") { Id = "strict", Type = ParameterType.Boolean, Default = true };
    static readonly Parameter Note = new("Note") { Id = "note", Default = "" };
    static readonly Parameter Amount = new("Amount") { Id = "amount", Type = ParameterType.Number, Required = true };

    public override string Name => "Properties";

    public override string Description => "A Spacelift plugin built with PropertiesPlugin";

    public override IReadOnlyList<Parameter> Parameters => [ApiToken, SeverityThreshold, Ratio, Retries, Strict, Note, Amount, Region];

    public override IReadOnlyList<Context> Contexts =>
    [
        new("main")
        {
            Env =
            [
                Variable.From("API_TOKEN", ApiToken), Variable.From("SEVERITY_THRESHOLD", SeverityThreshold),
                Variable.From("RATIO_OF_ALL", Ratio), Variable.From("RETRIES", Retries),
                Variable.From("STRICT", Strict), Variable.From("NOTE", Note), Variable.From("AMOUNT", Amount),
                Variable.From("REGION", Region), Variable.From("TOKEN_AGAIN", "api_token"),
            ],
        },
    ];

    public override IReadOnlyList<Webhook> Webhooks => [new("hook", "https://example.com") { SecretFromParameter = ApiToken }];

    protected override Task AfterPlanAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
