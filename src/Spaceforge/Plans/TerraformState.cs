using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>A state, as <c>terraform show -json</c> and <c>tofu show -json</c> write it (format 1.x).</summary>
/// <remarks>
/// Values and checks are read when they are first asked for; where one of them is not what it should be, that throws a
/// <see cref="PluginFailedException"/>.
/// </remarks>
public sealed class TerraformState : PlanNode
{
    readonly JsonSlice? _values, _checks;

    internal TerraformState(JsonSlice slice, JsonSlice? values, JsonSlice? checks)
        : base(slice) => (_values, _checks) = (values, checks);

    /// <summary>The version of the JSON format, for instance <c>1.0</c>.</summary>
    public required string FormatVersion { get; init; }

    /// <summary>The version of Terraform or OpenTofu that wrote the state; null where the file does not say.</summary>
    public string? TerraformVersion { get; init; }

    /// <summary>Outputs and resources; null where the state is empty.</summary>
    public StateValues? Values => field ??= ValuesReader.Read(_values, "values");

    /// <summary>How the checks ended when the state was written.</summary>
    public IReadOnlyList<CheckResult> Checks => field ??= CheckReader.Read(_checks);

    /// <summary>The JSON of the whole state as it was read, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Json => Bytes;

    /// <summary>Reads a state from a file. Hooks have <c>GetStateBeforeAsync</c> for the state of their run.</summary>
    /// <param name="path">The file, as <c>show -json</c> writes it: a raw state file is something else.</param>
    /// <exception cref="PluginFailedException">The file is not there, cannot be read, is cut off, is no JSON, or is no state.</exception>
    public static TerraformState Load(string path) => StateReader.Read(JsonFile.Load(path, "state"));
}
