using System.Buffers;
using System.Text.Json;

namespace Spaceforge.Plans;

/// <summary>Merges the plans of several Terragrunt units. Each change has its unit, and names of outputs start with it.</summary>
static class MergedPlan
{
    public static JsonFile Of(IReadOnlyList<(string Unit, JsonFile File)> units)
    {
        var plans = units.Select(unit => (unit.Unit, Root: Parse(unit.File))).ToList();
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = JsonFile.MaxDepth }))
        {
            json.WriteStartObject();
            foreach (var name in (string[])["format_version", "terraform_version", "timestamp"]) Copy(json, name, plans[0].Root);
            // Errored if any plan is, complete if all are, and applyable if any is.
            Combine(json, "errored", plans, values => values.Contains(true));
            Combine(json, "complete", plans, values => !values.Contains(false));
            Combine(json, "applyable", plans, values => values.Contains(true));
            foreach (var name in (string[])["resource_changes", "resource_drift"]) WriteChanges(json, name, plans);
            WriteNamed(json, "output_changes", plans.Select(plan => (plan.Unit, Get(plan.Root, "output_changes"))));
            WriteNamed(json, "variables", plans.Select(plan => (plan.Unit, Get(plan.Root, "variables"))));
            WriteValues(json, "planned_values", plans.Select(plan => (plan.Unit, Get(plan.Root, "planned_values"))));
            WritePriorState(json, plans);
            WriteChecks(json, plans);
            json.WriteEndObject();
        }

        return new JsonFile("The plan of all units", "plan", buffer.WrittenMemory, 0);
    }

    static JsonElement Parse(JsonFile file)
    {
        // Reports errors with the location in the original plan.
        _ = PlanReader.Read(file);
        return file.All.Parse().RootElement;
    }

    static void Copy(Utf8JsonWriter json, string name, JsonElement root)
    {
        if (Get(root, name) is not { } value) return;

        json.WritePropertyName(name);
        value.WriteTo(json);
    }

    static void Combine(
        Utf8JsonWriter json, string name, IReadOnlyList<(string Unit, JsonElement Root)> plans, Func<IReadOnlyList<bool>, bool> all)
    {
        bool[] values =
        [
            .. plans.Select(plan => Get(plan.Root, name)).OfType<JsonElement>().Select(value => value.ValueKind == JsonValueKind.True),
        ];
        if (values.Length > 0) json.WriteBoolean(name, all(values));
    }

    static void WriteChanges(Utf8JsonWriter json, string name, IReadOnlyList<(string Unit, JsonElement Root)> plans)
    {
        json.WriteStartArray(name);
        foreach (var (unit, root) in plans)
        {
            foreach (var change in Items(Get(root, name)))
            {
                json.WriteStartObject();
                json.WriteString("unit", unit);
                foreach (var property in change.EnumerateObject())
                {
                    if (!property.NameEquals("unit")) property.WriteTo(json);
                }

                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    static void WriteNamed(Utf8JsonWriter json, string name, IEnumerable<(string Unit, JsonElement? Value)> parts)
    {
        json.WriteStartObject(name);
        foreach (var (unit, value) in parts)
        {
            if (value is not { ValueKind: JsonValueKind.Object } named) continue;

            foreach (var property in named.EnumerateObject())
            {
                json.WritePropertyName($"{unit}/{property.Name}");
                property.Value.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Each unit's root module becomes a child module with the unit's name.</summary>
    static void WriteValues(Utf8JsonWriter json, string name, IEnumerable<(string Unit, JsonElement? Values)> parts)
    {
        var all = parts.ToList();
        json.WriteStartObject(name);
        WriteNamed(json, "outputs", all.Select(part => (part.Unit, part.Values is { } values ? Get(values, "outputs") : null)));
        json.WriteStartObject("root_module");
        json.WriteStartArray("child_modules");
        foreach (var (unit, values) in all)
        {
            if (values is not { } held || Get(held, "root_module") is not { ValueKind: JsonValueKind.Object } module) continue;

            json.WriteStartObject();
            json.WriteString("address", unit);
            foreach (var property in module.EnumerateObject())
            {
                if (!property.NameEquals("address")) property.WriteTo(json);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void WritePriorState(Utf8JsonWriter json, IReadOnlyList<(string Unit, JsonElement Root)> plans)
    {
        var states = plans.Select(plan => (plan.Unit, State: Get(plan.Root, "prior_state")))
            .Where(state => state.State is not null).ToList();
        if (states is []) return;

        json.WriteStartObject("prior_state");
        foreach (var name in (string[])["format_version", "terraform_version"]) Copy(json, name, states[0].State!.Value);
        WriteValues(json, "values", states.Select(state => (state.Unit, Get(state.State!.Value, "values"))));
        json.WriteEndObject();
    }

    static void WriteChecks(Utf8JsonWriter json, IReadOnlyList<(string Unit, JsonElement Root)> plans)
    {
        json.WriteStartArray("checks");
        foreach (var check in plans.SelectMany(plan => Items(Get(plan.Root, "checks")))) check.WriteTo(json);
        json.WriteEndArray();
    }

    static IEnumerable<JsonElement> Items(JsonElement? array) =>
        array is { ValueKind: JsonValueKind.Array } items
            ? items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : [];

    static JsonElement? Get(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
}
