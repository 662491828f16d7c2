#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<PlanSummary>(args);

sealed class PlanSummary : SpaceforgePlugin
{
    const int MostGroups = 50;
    const int MostAddresses = 500;
    const int MostNames = 6;
    const int MostCharacters = 80;
    static readonly JsonElement JsonNull = JsonElement.Parse("null");

    // In report order: irreversible actions come first.
    static readonly Kind[] Kinds =
    [
        new("delete", MarkdownText.Bold("🔴 Delete"), change => change.IsDelete),
        new("replace", MarkdownText.Bold("🟠 Replace"), change => change.IsReplace),
        new("forget", "🟣 Forget", change => change.IsForget),
        new("update", "🟡 Update", change => change.IsUpdate),
        new("create", "🟢 Create", change => change.IsCreate),
        new("read", "🔵 Read", change => change.IsRead),
        // Actions that a newer Terraform may have.
        new("other", "⚪ Other", change => !change.IsNoOp),
        new("no_op", "Unchanged", _ => true),
    ];

    static readonly MarkdownText Unknown = MarkdownText.Verbatim("*known after apply*");
    static readonly Regex InstanceKey = new("""\[(?:\d+|"(?:[^"\\]|\\.)*")\]""");

    public override string Name => "plan-summary";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["terraform", "opentofu", "plan"];
    public override string Description => """
        Summarizes each Terraform or OpenTofu plan on the run's page: deletions and replacements with reasons, other changes, drift,
        outputs, moves and imports. A plan policy warns about deletions.
        """;

    [Parameter("Most rows", Description = "How many resources each table lists one by one; larger plans are grouped by type and module")]
    public int MostRows { get; init; } = 100;

    public override IReadOnlyList<Policy> Policies =>
    [
        new("plan-summary", PolicyType.Plan, """
            package spacelift

            summary := input.third_party_metadata.custom.plan_summary

            warn contains message if {
              summary.counts.delete > 0
              message := sprintf("%d to delete: %s", [summary.counts.delete, first(summary.deleted)])
            }

            warn contains message if {
              summary.counts.replace > 0
              message := sprintf("%d to replace: %s", [summary.counts.replace, first(summary.replaced)])
            }

            # Removing the summary, or a part of it, must not go unseen.
            warn contains "plan-summary wrote no summary, so deletions were not checked" if not complete

            complete if {
              is_number(summary.counts.delete)
              is_number(summary.counts.replace)
              is_array(summary.deleted)
              is_array(summary.replaced)
            }

            first(addresses) := concat(", ", array.slice(addresses, 0, 10))

            """)
        {
            EngineType = PolicyEngineType.RegoV1,
        },
    ];

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        if (MostRows < 1) throw new PluginFailedException($"The parameter 'Most rows' is {MostRows}; it must be 1 or more.");
        if (await GetPlanAsync(cancellationToken) is not { } plan) return;

        var byKind = plan.ResourceChanges.ToLookup(change => Kinds.First(kind => kind.Has(change)));
        var drift = plan.ResourceDrift.Where(change => !change.IsNoOp).ToList();
        var outputs = plan.OutputChanges.Values.Where(change => !change.IsNoOp).OrderBy(change => change.Name, StringComparer.Ordinal).ToList();
        var moved = plan.ResourceChanges.Where(change => change.PreviousAddress is not null).ToList();
        var imported = plan.ResourceChanges.Where(change => change.Importing is not null).ToList();

        var counts = new JsonObject(Kinds.Select(kind => KeyValuePair.Create(kind.Id, (JsonNode?)byKind[kind].Count())))
        {
            ["drift"] = drift.Count,
            ["output"] = outputs.Count,
            ["move"] = moved.Count,
            ["import"] = imported.Count,
        };
        AddToPolicyInput("plan_summary", new JsonObject
        {
            ["counts"] = counts,
            ["deleted"] = Addresses(byKind[Kinds[0]]),
            ["replaced"] = Addresses(byKind[Kinds[1]]),
            ["drifted"] = Addresses(drift),
            ["most_addresses"] = MostAddresses,
        });

        var report = new MarkdownBuilder().Heading(1, "Plan summary");
        if (plan.Errored == true) report.Paragraph("⚠️ Planning failed: this summary is incomplete.");
        else if (plan.Complete == false) report.Paragraph("⚠️ The plan is incomplete: some changes are deferred to a later run.");
        if (plan.ResourceChanges.Count > 0) report.Table(["Action", "Resources"], Kinds.Where(kind => byKind[kind].Any()).Select(kind => (MarkdownText[])[kind.Label, Number(byKind[kind].Count())]));
        AddChanges(report, Kinds.SkipLast(1).SelectMany(kind => byKind[kind].Select(change => (kind, change))).ToList());
        AddTable(report, "Changed outside of Terraform", ["Resource", "What"], drift, change => [Resource(change), change.IsDelete ? "deleted" : Attributes(change)]);
        AddTable(report, "Outputs", ["Output", "Before", "After"], outputs, change => [MarkdownText.Code(change.Name), .. Values(change)]);
        AddTable(report, "Moved", ["From", "To"], moved, change => [MarkdownText.Code(change.PreviousAddress!), Resource(change)]);
        AddTable(report, "Imported", ["Resource", "From"], imported, change => [Resource(change), Source(change.Importing!)]);
        await SendMarkdownAsync(report.ToString());
        Logger.LogInformation("Summarized {Count} resources: {Counts}", plan.ResourceChanges.Count, counts.ToJsonString());
    }

    void AddChanges(MarkdownBuilder report, List<(Kind Kind, ResourceChange Change)> changes)
    {
        if (changes.Count == 0) report.Paragraph("No resource changes.");
        if (changes.Count > MostRows) AddGroups(report, changes);
        AddTable(report, "Changes", ["Action", "Resource", "Why"], changes, row => [row.Kind.Label, Resource(row.Change), Why(row.Change)]);
    }

    static void AddGroups(MarkdownBuilder report, List<(Kind Kind, ResourceChange Change)> changes)
    {
        // Many resources share the same module address.
        var modules = new Dictionary<string, string>();
        string Module(string? address) => address is null ? "" : modules.TryGetValue(address, out var module) ? module : modules[address] = InstanceKey.Replace(address, "");

        var kinds = Kinds.Where(kind => changes.Any(row => row.Kind == kind)).ToList();
        var groups = changes.GroupBy(row => (row.Change.Type, Module: Module(row.Change.ModuleAddress)), row => row.Kind)
            .Select(group => (group.Key, Counts: group.CountBy(kind => kind).ToDictionary()))
            // Most deletions first, then most replacements, and so on.
            .OrderByDescending(group => kinds.Select(kind => group.Counts.GetValueOrDefault(kind)).ToArray(), Comparer<int[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)))
            .ToList();
        report.Heading(2, "By type and module");
        report.Table(
            ["Type", "Module", .. kinds.Select(kind => kind.Label)],
            groups.Take(MostGroups).Select(group => (MarkdownText[])
            [
                MarkdownText.Code(group.Key.Type),
                group.Key.Module.Length == 0 ? "" : MarkdownText.Code(group.Key.Module),
                .. kinds.Select(kind => (MarkdownText)(group.Counts.TryGetValue(kind, out var count) ? Number(count) : "")),
            ]));
        AddRest(report, groups.Count - MostGroups);
    }

    void AddTable<T>(MarkdownBuilder report, string title, IReadOnlyList<MarkdownText> headers, List<T> rows, Func<T, IEnumerable<MarkdownText>> cells)
    {
        if (rows.Count == 0) return;

        report.Heading(2, title).Table(headers, rows.Take(MostRows).Select(cells));
        AddRest(report, rows.Count - MostRows);
    }

    static void AddRest(MarkdownBuilder report, int count)
    {
        if (count > 0) report.Paragraph($"… and {Number(count)} more.");
    }

    static MarkdownText Resource(ResourceChange change) =>
        MarkdownText.Code(NameOf(change)) + (change.Deposed is { } key ? $" (deposed {key})" : "");

    // Units of a Terragrunt stack may have resources with the same address.
    static string NameOf(ResourceChange change) => change.Unit is null ? change.Address : $"{change.Unit}: {change.Address}";

    static MarkdownText Why(ResourceChange change)
    {
        if (change.IsReplace && change.ReplacePaths.Count > 0) return "forced by " + Names([.. change.ReplacePaths.Select(path => path.ToString())]);
        if (change.IsUpdate) return Attributes(change);

        // For example delete_because_count_index.
        return change.ActionReason?.Split("_because_")[^1].Replace('_', ' ');
    }

    /// <summary>The names of the attributes that differ, never their values.</summary>
    static MarkdownText Attributes(ResourceChange change)
    {
        var (before, after, unknown) = (Properties(change.Before), Properties(change.After), Properties(change.AfterUnknown));
        return Names([.. before.Keys.Union(after.Keys).Union(unknown.Keys).Where(Differs).Order(StringComparer.Ordinal)]);

        bool Differs(string name) => unknown.TryGetValue(name, out var mark) && mark.ValueKind == JsonValueKind.True
            || !JsonElement.DeepEquals(before.GetValueOrDefault(name, JsonNull), after.GetValueOrDefault(name, JsonNull));
    }

    static MarkdownText[] Values(OutputChange change) =>
        IsSensitive(change.BeforeSensitive) || IsSensitive(change.AfterSensitive)
            ? [Hidden(change.IsCreate), Hidden(change.IsDelete)]
            : [Value(change.Before), change.AfterUnknown?.ValueKind == JsonValueKind.True ? Unknown : Value(change.DescribeAfter("(known after apply)"))];

    static MarkdownText Hidden(bool isNothing) => isNothing ? "" : MarkdownText.Verbatim("*sensitive*");

    // If part of a value is sensitive, all of it is hidden.
    static bool IsSensitive(JsonElement? shape) => shape is { } value && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Object => value.EnumerateObject().Any(property => IsSensitive(property.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(item => IsSensitive(item)),
        _ => false,
    };

    static MarkdownText Value(JsonElement? value)
    {
        if (value is not { } known) return "";

        var text = known.ValueKind == JsonValueKind.String ? known.GetString()! : known.GetRawText();
        return MarkdownText.Code(text.Length > MostCharacters ? text[..MostCharacters] + "…" : text);
    }

    static MarkdownText Source(ImportSource source) =>
        source.Unknown ? Unknown : source.Id is { } id ? MarkdownText.Code(id) : Value(source.Identity);

    static MarkdownText Names(IReadOnlyList<string> names)
    {
        var shown = names.Take(MostNames).Select(MarkdownText.Code).Aggregate(default(MarkdownText), (all, name) => all == default ? name : all + ", " + name);
        return names.Count > MostNames ? shown + $" and {names.Count - MostNames} more" : shown;
    }

    static JsonArray Addresses(IEnumerable<ResourceChange> changes) =>
        new([.. changes.Select(NameOf).Distinct().Take(MostAddresses).Select(address => (JsonNode)address)]);

    static Dictionary<string, JsonElement> Properties(JsonElement? value) => value is { ValueKind: JsonValueKind.Object } properties
        ? properties.EnumerateObject().ToDictionary(property => property.Name, property => property.Value)
        : [];

    static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>What happens to a resource: the name in policy input, and the label in the report.</summary>
    sealed record Kind(string Id, MarkdownText Label, Func<ResourceChange, bool> Has);
}
