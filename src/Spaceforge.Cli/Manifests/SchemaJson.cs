using System.Text.Json.Nodes;
using static Spaceforge.Cli.Manifests.ManifestShape;

namespace Spaceforge.Cli.Manifests;

/// <summary>Writes the structure of manifests as a JSON schema, draft 7.</summary>
sealed class SchemaJson
{
    readonly JsonObject _definitions = [];

    public static JsonObject Manifest()
    {
        var schema = new SchemaJson();
        var root = schema.Of(ManifestSchema.Manifest);
        root.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        root.Insert(1, "title", ManifestSchema.Title);
        root["definitions"] = schema._definitions;
        return root;
    }

    JsonObject Of(ManifestShape shape) => shape switch
    {
        Text { NotEmpty: true } => new() { ["type"] = "string", ["minLength"] = 1 },
        Text => new() { ["type"] = "string" },
        Choice choice => new() { ["enum"] = Texts(choice.Texts) },
        Flag => new() { ["type"] = "boolean" },
        Scalar => new() { ["type"] = Texts(["string", "number", "boolean"]) },
        Items items => ReferenceEquals(items, ManifestSchema.Labels) ? Reference("labels", () => Array(items)) : Array(items),
        Keyed keyed => Reference(keyed.Name, () => new()
        {
            ["type"] = "object",
            ["additionalProperties"] = Of(keyed.Value),
            ["propertyNames"] = new JsonObject { ["enum"] = Texts(keyed.Keys) },
        }),
        Parts { Name: { } name } parts => Reference(name, () => Object(parts)),
        Parts parts => Object(parts),
        _ => throw new ArgumentException($"No schema is known of {shape}.", nameof(shape)),
    };

    JsonObject Array(Items items) => new() { ["type"] = "array", ["items"] = Of(items.Item) };

    JsonObject Object(Parts parts)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["required"] = Texts(parts.Properties.Where(property => property.Required).Select(property => property.Key)),
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(
                parts.Properties.Select(property => KeyValuePair.Create(property.Key, (JsonNode?)Of(property.Shape)))),
        };
        if (parts.ExactlyOne.Length > 0)
        {
            schema["oneOf"] = new JsonArray([.. parts.ExactlyOne.Select(key => new JsonObject { ["required"] = Texts([key]) })]);
        }

        return schema;
    }

    JsonObject Reference(string name, Func<JsonObject> definition)
    {
        if (!_definitions.ContainsKey(name))
        {
            // Reserve its position first: definitions keep the order of their first use.
            _definitions[name] = null;
            _definitions[name] = definition();
        }

        return new() { ["$ref"] = $"#/definitions/{name}" };
    }

    static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
