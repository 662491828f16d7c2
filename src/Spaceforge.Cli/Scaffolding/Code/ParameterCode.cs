using System.Globalization;
using Spaceforge.Definitions;
using Spaceforge.Hooks;
using Spaceforge.Model;

namespace Spaceforge.Cli.Scaffolding.Code;

/// <summary>The parameters of a plugin as static fields, which variables and webhooks refer to.</summary>
sealed class ParameterCode
{
    /// <summary>Names that a field would hide: members of plugins, and types used in the same code.</summary>
    internal static readonly string[] Taken =
    [
        nameof(SpaceforgePlugin.Name), nameof(SpaceforgePlugin.Version), nameof(SpaceforgePlugin.Author),
        nameof(SpaceforgePlugin.Description),
        nameof(SpaceforgePlugin.Labels), nameof(SpaceforgePlugin.Parameters),
        nameof(SpaceforgePlugin.Contexts), nameof(SpaceforgePlugin.Binaries),
        nameof(SpaceforgePlugin.Policies), nameof(SpaceforgePlugin.Webhooks), nameof(SpaceforgePlugin.RunAsync),
        "Env", "RunInfo", "Services", "Logger", "AddMask", "AddToPolicyInput", "GetPlanAsync", "GetPlanFileAsync", "Vendor",
        "GetStateBeforeAsync", "ProjectFolder", "RepositoryFolder", "ReadRepositoryFile", "ProjectPath", "QueryApiAsync",
        "RunCliAsync", "SendMarkdownAsync", "ConnectAsUserAsync", "UseUserTokenAsync", "ReadFile", "WriteFile",
        "Decide", "ExportVariable", "OncePerWorkspaceAsync", "RequirePlanAsync", "RequirePlanFileAsync", "StartBackgroundAsync",
        "StopBackgroundAsync",
        nameof(SpaceforgePlugin.ExportsVariables),
        nameof(Equals), nameof(GetHashCode), nameof(GetType), nameof(ToString),
        nameof(ReferenceEquals), nameof(MemberwiseClone), "Finalize",
        nameof(Parameter), nameof(ParameterType), nameof(PolicyEngineType), nameof(PolicyType), nameof(Task), nameof(Variable),
        .. Enum.GetValues<Hook>().Select(HookNames.MethodOf),
    ];

    // Each takes as long as there are parameters.
    const int MostCompared = 500;

    readonly PluginDefinition _definition;
    readonly ParameterTable _table;

    // Null where the id is the one that would be derived from the name.
    readonly string?[] _ids;

    public ParameterCode(PluginDefinition definition)
    {
        _definition = definition;
        _table = new ParameterTable(definition.Parameters);
        var taken = new HashSet<string>(Taken, StringComparer.Ordinal) { definition.ClassName };
        _ids = WrittenIds();
        Names = [.. definition.Parameters.Select(parameter => Identifier.Field(parameter.Name, nameof(Parameter), taken))];
    }

    /// <summary>The fields' names, in the order of the parameters.</summary>
    public IReadOnlyList<string> Names { get; }

    public IEnumerable<string> Fields =>
        _definition.Parameters.Select((parameter, i) => $"static readonly Parameter {Names[i]} = {Value(parameter, i)};");

    /// <summary>A reference: the field if it refers to exactly one parameter.</summary>
    public string Reference(ParameterReference reference) =>
        _table.Find(reference) is [var position] ? Names[position] : StringLiteral.Of(reference.IdOrName);

    public bool IsSecret(ParameterReference reference) =>
        _table.Find(reference) is [var position] && _definition.Parameters[position].Sensitive;

    string Value(Parameter parameter, int position) => CodeText.Object(
        $"new({StringLiteral.Of(parameter.Name)})",
        ("Id", _ids[position] is { } id ? StringLiteral.Of(id) : null),
        ("Description", parameter.Description.Length > 0 ? StringLiteral.Of(parameter.Description) : null),
        ("Type", parameter.Type == ParameterType.String ? null : $"ParameterType.{parameter.Type}"),
        ("Required", parameter.Required ? "true" : null),
        ("Sensitive", parameter.Sensitive ? "true" : null),
        ("Default", parameter.Default is { } value ? Default(value) : null));

    string?[] WrittenIds()
    {
        string[] ids = [.. _table.Ids];
        string?[] written = [.. ids];
        if (written.Length > MostCompared) return written;

        string[] names = [.. _definition.Parameters.Select(parameter => parameter.Name)];
        for (var i = 0; i < written.Length; i++)
        {
            // Leaving out one id may change others that are left out.
            written[i] = null;
            if (!ParameterId.ForAll(written, names).SequenceEqual(ids)) written[i] = ids[i];
        }

        return written;
    }

    static string Default(ParameterValue value) => value.Type switch
    {
        ParameterType.String => StringLiteral.Of(value.Text),
        ParameterType.Boolean => value.Text,
        _ when long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            && ((ParameterValue)whole).Text == value.Text => value.Text,
        _ when decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && ((ParameterValue)number).Text == value.Text => $"{value.Text}m",
        _ => $"{value.Text}d",
    };
}
