using System.Text.Json;
using Spaceforge.Http;

namespace Spaceforge.Shared.PolicyInputs;

/// <summary>A Terraform plan as policies see it.</summary>
sealed class PlanInput
{
    const int DeepestPlan = 1_000;
    const int LargestChunk = 1_000_000;

    static readonly string[] Kept = ["address", "mode", "type", "name", "index", "provider_name", "module_address", "deposed"];

    readonly JsonElement _plan;
    readonly Sanitization _mode;

    PlanInput(JsonElement plan, Sanitization mode) => (_plan, _mode) = (plan, mode);

    /// <exception cref="FormatException">It is JSON, but not a plan; the message follows its name.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static PlanInput Parse(byte[] bytes, Sanitization mode)
    {
        var plan = JsonDocument.Parse(UnicodeJson.Repair(bytes), new JsonDocumentOptions { MaxDepth = DeepestPlan }).RootElement;
        return Problem(plan) is { } problem ? throw new FormatException(problem) : new PlanInput(plan, mode);
    }

    public string? TerraformVersion => Text(_plan, "terraform_version");

    /// <summary>The value of <c>input.terraform</c>.</summary>
    public void WriteTerraform(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("resource_changes");
        foreach (var resource in Resources)
        {
            WriteResource(writer, resource);
            FlushChunk(writer);
        }

        writer.WriteEndArray();
        writer.WriteString("terraform_version", Text(_plan, "terraform_version"));
        writer.WriteEndObject();
    }

    /// <summary>The <c>changes</c> of a run.</summary>
    public void WriteChanges(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var resource in Resources)
        {
            var change = resource.GetProperty("change");
            var isMoved = Text(resource, "previous_address") is { Length: > 0 } old && old != Text(resource, "address");
            if (ActionOf(change, isMoved) is not { } action) continue;

            StartChange(writer, action, isMoved, Text(resource, "address"), Text(resource, "name"), Text(resource, "type"), "resource");
            var (values, marks) = Member(change, "after") is { ValueKind: JsonValueKind.Object } after
                ? (after, Member(change, "after_sensitive")) : (Member(change, "before"), Member(change, "before_sensitive"));
            if (values.ValueKind == JsonValueKind.Object) Sanitizing.Write(writer, values, marks, _mode);
            else EmptyObject(writer);
            EndChange(writer);
            FlushChunk(writer);
        }

        if (Member(_plan, "output_changes") is { ValueKind: JsonValueKind.Object } outputs)
        {
            foreach (var output in outputs.EnumerateObject())
            {
                if (output.Value.ValueKind != JsonValueKind.Object || ActionOf(output.Value, isMoved: false) is not { } action) continue;
                StartChange(writer, action, isMoved: false, output.Name, output.Name, "output", "output");
                EmptyObject(writer);
                EndChange(writer);
            }
        }

        writer.WriteEndArray();
    }

    /// <summary>Otherwise, the writer would keep the whole document, which is several times as large as the plan.</summary>
    static void FlushChunk(Utf8JsonWriter writer)
    {
        if (writer.BytesPending > LargestChunk) writer.Flush();
    }

    IEnumerable<JsonElement> Resources =>
        Member(_plan, "resource_changes") is { ValueKind: JsonValueKind.Array } resources ? resources.EnumerateArray() : [];

    static string? Problem(JsonElement plan)
    {
        if (plan.ValueKind != JsonValueKind.Object) return "is not a plan: it is not a JSON object.";
        if (Member(plan, "format_version").ValueKind != JsonValueKind.String)
        {
            return "is not a plan: it has no format_version. Create one with: terraform show -json PLAN_FILE";
        }

        var resources = Member(plan, "resource_changes");
        if (resources.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;
        if (resources.ValueKind != JsonValueKind.Array) return "is not a plan: its resource_changes is not a list.";
        foreach (var resource in resources.EnumerateArray())
        {
            if (Member(resource, "change").ValueKind != JsonValueKind.Object || Text(resource, "address") is null)
            {
                return "is not a plan: a resource change has no address or no change.";
            }
        }

        return null;
    }

    void WriteResource(Utf8JsonWriter writer, JsonElement resource)
    {
        writer.WriteStartObject();
        foreach (var name in Kept)
        {
            if (Member(resource, name) is not { ValueKind: not JsonValueKind.Undefined } value) continue;
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        var change = resource.GetProperty("change");
        writer.WriteStartObject("change");
        Copy(writer, change, "actions");
        foreach (var side in (string[])["before", "after"])
        {
            writer.WritePropertyName(side);
            if (Member(change, side) is { ValueKind: not JsonValueKind.Undefined } value)
            {
                Sanitizing.Write(writer, value, Member(change, $"{side}_sensitive"), _mode);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        Copy(writer, change, "after_unknown");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    static void Copy(Utf8JsonWriter writer, JsonElement parent, string name)
    {
        writer.WritePropertyName(name);
        if (Member(parent, name) is { ValueKind: not JsonValueKind.Undefined } value) value.WriteTo(writer);
        else EmptyObject(writer);
    }

    static void EmptyObject(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    }

    static void StartChange(
        Utf8JsonWriter writer, string action, bool isMoved, string? address, string? name, string? type, string entityType)
    {
        writer.WriteStartObject();
        writer.WriteString("phase", "plan");
        writer.WriteString("action", action);
        writer.WriteBoolean("moved", isMoved);
        writer.WriteStartObject("entity");
        writer.WriteString("address", address);
        writer.WriteString("name", name);
        writer.WriteString("type", type);
        writer.WriteString("entity_vendor", "terraform");
        writer.WriteString("entity_type", entityType);
        writer.WriteStartObject("data");
        writer.WritePropertyName("values");
    }

    static void EndChange(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    static string? ActionOf(JsonElement change, bool isMoved)
    {
        var actions = Member(change, "actions") is { ValueKind: JsonValueKind.Array } list
            ? string.Join(' ', list.EnumerateArray().Select(action => action.ToString())) : "";
        if (Member(change, "importing").ValueKind == JsonValueKind.Object) return "import";
        return actions switch
        {
            "create" => "added",
            "update" => "changed",
            "delete" => "deleted",
            "delete create" => "destroy-Before-create-replaced",
            "create delete" => "create-Before-destroy-replaced",
            "forget" or "create forget" => "forget",
            _ => isMoved ? "changed" : null,
        };
    }

    static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    static string? Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}
