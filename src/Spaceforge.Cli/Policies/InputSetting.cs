using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Json;

namespace Spaceforge.Cli.Policies;

/// <summary>Values of input documents that a command line gives.</summary>
static class InputSetting
{
    const int LargestValue = 64_000_000;

    /// <summary>Replaces the value at a path.</summary>
    /// <param name="root">The document.</param>
    /// <param name="setting"><c>PATH=VALUE</c>: keys with dots, and JSON, a text, or @ and a file of JSON.</param>
    public static void Apply(JsonObject root, string setting)
    {
        var at = setting.IndexOf('=', StringComparison.Ordinal);
        var keys = at > 0 ? setting[..at].Split('.') : [];
        if (keys.Length == 0 || keys.Any(key => key.Length == 0))
        {
            throw new UsageException($"--param: '{setting}' must be PATH=VALUE, such as spacelift.stack.autodeploy=true.");
        }

        var value = Value(setting[(at + 1)..]);
        JsonNode node = root;
        foreach (var (index, key) in keys.Index())
        {
            var isLast = index == keys.Length - 1;
            switch (node)
            {
                case JsonObject members when isLast:
                    members[key] = value;
                    break;
                case JsonObject members:
                    node = members[key] ??= new JsonObject();
                    break;
                case JsonArray items when int.TryParse(key, out var number) && number >= 0 && number < items.Count:
                    if (isLast) items[number] = value;
                    else node = items[number] ?? throw Wrong();
                    break;
                default:
                    throw Wrong();
            }
        }

        UsageException Wrong() => new($"--param: '{setting[..at]}' goes through a value that is not an object.");
    }

    static JsonNode? Value(string text)
    {
        if (text.StartsWith('@'))
        {
            var file = new PolicyFiles([]);
            file.Add(text[1..]);
            var value = file.Files.Count == 1 && file.Files[0].Content.Length <= LargestValue
                ? PolicyData.Parse(file.Files[0]) : throw new UsageException($"--param: '{text[1..]}' is not a JSON file.");
            return Rego.RegoJson.ToNode(value);
        }

        try
        {
            if (DuplicateKey.Find(Encoding.UTF8.GetBytes(text)) is { } duplicate)
            {
                throw new UsageException($"--param: '{text}', {duplicate}");
            }

            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 500 });
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
