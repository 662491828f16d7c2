using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>A plan, as <c>terraform show -json</c> and <c>tofu show -json</c> write it (format 1.x).</summary>
/// <remarks>
/// <code>
/// var destroyed = plan.ResourceChanges.Where(change => change.IsDelete || change.IsReplace);
/// var buckets = plan.ResourceChanges.Where(change => change.Type == "aws_s3_bucket" &amp;&amp; change.After is not null);
/// </code>
/// Changes are read with the plan. Values, checks, variables and the prior state are read when they are first asked for; where one of
/// them is not what it should be, that throws a <see cref="PluginFailedException"/>.
/// </remarks>
public sealed class TerraformPlan : PlanNode
{
    readonly JsonSlice? _planned, _prior, _configuration, _variables, _checks;
    JsonDocument? _configurationDocument;

    internal TerraformPlan(
        JsonSlice slice, JsonSlice? planned, JsonSlice? prior, JsonSlice? configuration, JsonSlice? variables, JsonSlice? checks)
        : base(slice) =>
        (_planned, _prior, _configuration, _variables, _checks) = (planned, prior, configuration, variables, checks);

    /// <summary>The version of the JSON format, for instance <c>1.2</c>.</summary>
    public required string FormatVersion { get; init; }

    /// <summary>The version of Terraform or OpenTofu that made the plan; null where the file does not say.</summary>
    public string? TerraformVersion { get; init; }

    /// <summary>When the plan was made; null where the file does not say.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Whether planning failed, so that the plan is not all of it; null where the file does not say.</summary>
    public bool? Errored { get; init; }

    /// <summary>Whether applying it is expected to reach what is configured; null where the file does not say.</summary>
    public bool? Complete { get; init; }

    /// <summary>Whether there is something to apply, and nothing stands against it; null where the file does not say.</summary>
    public bool? Applyable { get; init; }

    /// <summary>One for each instance of each resource, those that do not change included.</summary>
    public required IReadOnlyList<ResourceChange> ResourceChanges { get; init; }

    /// <summary>What was changed outside of Terraform since the last apply.</summary>
    public required IReadOnlyList<ResourceChange> ResourceDrift { get; init; }

    /// <summary>The outputs of the root module, by name.</summary>
    public required IReadOnlyDictionary<string, OutputChange> OutputChanges { get; init; }

    /// <summary>Outputs and resources as they will be, as far as that is known; null where the file does not say.</summary>
    public StateValues? PlannedValues => field ??= ValuesReader.Read(_planned, "planned_values");

    /// <summary>The state that the plan starts from; null where there is none.</summary>
    public TerraformState? PriorState => field ??= _prior is { } prior ? StateReader.Read(prior) : null;

    /// <summary>The input variables of the root module, by name.</summary>
    public IReadOnlyDictionary<string, PlanVariable> Variables =>
        field ??= _variables is { } variables ? PlanReader.ReadVariables(variables) : new Dictionary<string, PlanVariable>();

    /// <summary>How preconditions, postconditions, validations and <c>check</c> blocks ended.</summary>
    public IReadOnlyList<CheckResult> Checks => field ??= CheckReader.Read(_checks);

    /// <summary>The configuration that was planned; null where the file does not have it.</summary>
    public JsonElement? Configuration =>
        _configuration is { } configuration ? (_configurationDocument ??= configuration.Parse()).RootElement : null;

    /// <summary>The JSON of the whole plan as it was read, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Json => Bytes;

    /// <summary>Reads a plan from a file. Hooks have <c>GetPlanAsync</c> for the plan of their run.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PluginFailedException">The file is not there, cannot be read, is cut off, is no JSON, or is no plan.</exception>
    public static TerraformPlan Load(string path) => PlanReader.Read(JsonFile.Load(path, "plan"));
}
