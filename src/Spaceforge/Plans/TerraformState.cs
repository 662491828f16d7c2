using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>A state in the format of <c>terraform show -json</c> and <c>tofu show -json</c> (format 1.x).</summary>
/// <remarks>
/// Values and checks are read on first access, which throws a
/// <see cref="PluginFailedException"/> if they are malformed.
/// </remarks>
public sealed class TerraformState : PlanNode
{
    readonly JsonSlice? _values, _checks;

    internal TerraformState(JsonSlice slice, JsonSlice? values, JsonSlice? checks)
        : base(slice) => (_values, _checks) = (values, checks);

    /// <summary>The version of the JSON format, for example <c>1.0</c>.</summary>
    public required string FormatVersion { get; init; }

    /// <summary>The version of Terraform or OpenTofu that wrote the state; null if the file does not contain it.</summary>
    public string? TerraformVersion { get; init; }

    /// <summary>Outputs and resources; null if the state is empty.</summary>
    public StateValues? Values => field ??= ValuesReader.Read(_values, "values");

    /// <summary>The check results at the time the state was written.</summary>
    public IReadOnlyList<CheckResult> Checks => field ??= CheckReader.Read(_checks);

    /// <summary>The JSON of the whole state, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Json => Bytes;

    /// <summary>Reads a state from a file. In hooks, use <c>GetStateBeforeAsync</c> for the run's state.</summary>
    /// <param name="path">The file, in the format of <c>show -json</c>, not a raw state file.</param>
    /// <exception cref="PluginFailedException">The file does not exist, cannot be read, is truncated, or is not a state.</exception>
    public static TerraformState Load(string path) => StateReader.Read(JsonFile.Load(path, "state"));
}
