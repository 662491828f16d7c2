using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spaceforge.Http;

/// <summary>Parses a server's JSON so that reading it later cannot throw.</summary>
static class JsonAnswer
{
    /// <summary>Parses a body as an object, or returns null.</summary>
    /// <param name="wrong">What is wrong with the body, if it is not an object.</param>
    public static JsonObject? Read(byte[] body, out string wrong)
    {
        wrong = body switch
        {
            [] => "it is empty",
            [(byte)'<', ..] => "it is HTML",
            _ => "it is not a JSON object",
        };
        try
        {
            var text = UnicodeJson.Repair(body);
            // JsonNode only detects duplicate keys when a key is accessed.
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException e)
        {
            if (HasDuplicates(body)) wrong = "it has a duplicate key";
            else if (e.Message.Contains("maximum configured depth", StringComparison.OrdinalIgnoreCase)) wrong = "it is nested too deeply";
            return null;
        }
    }

    static bool HasDuplicates(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(UnicodeJson.Repair(body));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
