using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>A plan in the format of <c>terraform show -json</c> and <c>tofu show -json</c> (format 1.x).</summary>
/// <remarks>
/// <code>
/// var destroyed = plan.ResourceChanges.Where(change => change.IsDelete || change.IsReplace);
/// var buckets = plan.ResourceChanges.Where(change => change.Type == "aws_s3_bucket" &amp;&amp; change.After is not null);
/// </code>
/// Changes are read with the plan. Values, checks, variables and the prior state are read on first access, which throws a
/// <see cref="PluginFailedException"/> if they are malformed.
/// </remarks>
public sealed class TerraformPlan : PlanNode
{
    readonly JsonSlice? _planned, _prior, _configuration, _variables, _checks;
    JsonDocument? _configurationDocument;

    internal TerraformPlan(
        JsonSlice slice, JsonSlice? planned, JsonSlice? prior, JsonSlice? configuration, JsonSlice? variables, JsonSlice? checks)
        : base(slice) =>
        (_planned, _prior, _configuration, _variables, _checks) = (planned, prior, configuration, variables, checks);

    /// <summary>The version of the JSON format, for example <c>1.2</c>.</summary>
    public required string FormatVersion { get; init; }

    /// <summary>The version of Terraform or OpenTofu that created the plan; null if the file does not contain it.</summary>
    public string? TerraformVersion { get; init; }

    /// <summary>When the plan was created; null if the file does not contain it.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Whether planning failed, so that the plan is incomplete; null if the file does not say.</summary>
    public bool? Errored { get; init; }

    /// <summary>Whether applying it is expected to reach the configured state; null if the file does not say.</summary>
    public bool? Complete { get; init; }

    /// <summary>Whether it can be applied and changes something; null if the file does not say.</summary>
    public bool? Applyable { get; init; }

    /// <summary>One item for each resource instance, including unchanged ones.</summary>
    public required IReadOnlyList<ResourceChange> ResourceChanges { get; init; }

    /// <summary>Changes made outside of Terraform since the last apply.</summary>
    public required IReadOnlyList<ResourceChange> ResourceDrift { get; init; }

    /// <summary>The outputs of the root module, by name.</summary>
    public required IReadOnlyDictionary<string, OutputChange> OutputChanges { get; init; }

    /// <summary>Outputs and resources after apply, as far as they are known; null if the file does not contain them.</summary>
    public StateValues? PlannedValues => field ??= ValuesReader.Read(_planned, "planned_values");

    /// <summary>The prior state; null if there is none.</summary>
    public TerraformState? PriorState => field ??= _prior is { } prior ? StateReader.Read(prior) : null;

    /// <summary>The input variables of the root module, by name.</summary>
    public IReadOnlyDictionary<string, PlanVariable> Variables =>
        field ??= _variables is { } variables ? PlanReader.ReadVariables(variables) : new Dictionary<string, PlanVariable>();

    /// <summary>The results of preconditions, postconditions, validations and <c>check</c> blocks.</summary>
    public IReadOnlyList<CheckResult> Checks => field ??= CheckReader.Read(_checks);

    /// <summary>The planned configuration; null if the file does not contain it.</summary>
    public JsonElement? Configuration =>
        _configuration is { } configuration ? (_configurationDocument ??= configuration.Parse()).RootElement : null;

    /// <summary>The JSON of the whole plan, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Json => Bytes;

    /// <summary>Reads a plan from a file. In hooks, use <c>GetPlanAsync</c> for the run's plan.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PluginFailedException">The file does not exist, cannot be read, is truncated, or is not a plan.</exception>
    public static TerraformPlan Load(string path) => PlanReader.Read(JsonFile.Load(path, "plan"));
}
