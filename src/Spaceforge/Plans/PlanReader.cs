using System.Globalization;
using System.Text.Json;

namespace Spaceforge.Plans;

/// <summary>Reads a plan in one pass: changes at once, the rest on access.</summary>
static class PlanReader
{
    public static TerraformPlan Read(JsonFile file)
    {
        try
        {
            var plan = ReadRoot(file);
            file.CheckText();
            return plan;
        }
        catch (JsonException e)
        {
            throw file.NoJson(e);
        }
    }

    static TerraformPlan ReadRoot(JsonFile file)
    {
        var cursor = new JsonCursor(file.All);
        if (!cursor.IsObject) throw file.Wrong("its JSON is not an object.");

        string? format = null, terraform = null;
        DateTimeOffset? timestamp = null;
        bool? errored = null, complete = null, applyable = null;
        IReadOnlyList<ResourceChange>? changes = null, drift = null;
        IReadOnlyDictionary<string, OutputChange>? outputs = null;
        JsonSlice? planned = null, prior = null, configuration = null, variables = null, checks = null;
        while (cursor.NextProperty(out var name))
        {
            if (name.SequenceEqual("format_version"u8)) format = cursor.String("format_version");
            else if (name.SequenceEqual("terraform_version"u8)) terraform = cursor.String("terraform_version");
            else if (name.SequenceEqual("resource_changes"u8)) changes = ChangeReader.ReadResources(ref cursor, "resource_changes");
            else if (name.SequenceEqual("resource_drift"u8)) drift = ChangeReader.ReadResources(ref cursor, "resource_drift");
            else if (name.SequenceEqual("output_changes"u8)) outputs = ChangeReader.ReadOutputs(ref cursor);
            else if (name.SequenceEqual("planned_values"u8)) planned = cursor.Slice();
            else if (name.SequenceEqual("prior_state"u8)) prior = cursor.Slice();
            else if (name.SequenceEqual("configuration"u8)) configuration = cursor.Slice();
            else if (name.SequenceEqual("variables"u8)) variables = cursor.Slice();
            else if (name.SequenceEqual("checks"u8)) checks = cursor.Slice();
            else if (name.SequenceEqual("timestamp"u8)) timestamp = Time(cursor.String("timestamp"));
            else if (name.SequenceEqual("errored"u8)) errored = cursor.Boolean("errored");
            else if (name.SequenceEqual("complete"u8)) complete = cursor.Boolean("complete");
            else if (name.SequenceEqual("applyable"u8)) applyable = cursor.Boolean("applyable");
            else cursor.Skip();
        }

        cursor.End();
        // Terraform omits empty members, so a small plan may have only one of these.
        if (changes is null && planned is null && outputs is null && configuration is null)
            throw file.Wrong("it has neither resource_changes nor planned_values.");
        return new TerraformPlan(file.All, planned, prior, configuration, variables, checks)
        {
            FormatVersion = FormatVersion.Check(format, file),
            TerraformVersion = terraform,
            Timestamp = timestamp,
            Errored = errored,
            Complete = complete,
            Applyable = applyable,
            ResourceChanges = changes ?? [],
            ResourceDrift = drift ?? [],
            OutputChanges = outputs ?? new Dictionary<string, OutputChange>(),
        };
    }

    public static IReadOnlyDictionary<string, PlanVariable> ReadVariables(JsonSlice slice)
    {
        var cursor = new JsonCursor(slice);
        var variables = new Dictionary<string, PlanVariable>();
        if (!cursor.OpenObject("variables")) return variables;

        while (cursor.NextProperty(out var name))
        {
            var key = JsonCursor.Key(name);
            if (cursor.Slice() is { } variable) variables[key] = new PlanVariable(variable, key);
        }

        return variables;
    }

    static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
