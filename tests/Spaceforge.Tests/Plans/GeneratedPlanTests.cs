using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spaceforge.Tests.Plans;

/// <summary>2,000 changes, read by us and by the document of System.Text.Json.</summary>
public sealed class GeneratedPlanTests
{
    static readonly string[][] Actions =
        [["no-op"], ["create"], ["read"], ["update"], ["delete"], ["forget"], ["delete", "create"], ["create", "delete"]];

    static readonly string[] Texts =
        ["", "a", "aws_s3_bucket", "é", "🔴", "\"quoted\"", "back\\slash", "new\nline", "</script>", "\u0000", new('x', 500)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_change_is_the_same_as_in_the_document(bool indented)
    {
        var random = new Random(20261122);
        var changes = new JsonArray([.. Enumerable.Range(0, 2000).Select(i => Change(random, i))]);
        var text = new JsonObject { ["format_version"] = "1.2", ["resource_changes"] = changes }
            .ToJsonString(new JsonSerializerOptions { WriteIndented = indented });

        using var document = JsonDocument.Parse(text);
        var expected = document.RootElement.GetProperty("resource_changes").EnumerateArray().ToArray();
        var actual = PlanText.LoadPlan(text).ResourceChanges;

        Assert.Equal(expected.Length, actual.Count);
        foreach (var (json, change) in expected.Zip(actual))
        {
            var inner = json.GetProperty("change");
            Assert.Equal(json.GetProperty("address").GetString(), change.Address);
            Assert.Equal(json.GetProperty("type").GetString(), change.Type);
            Assert.Equal(json.GetProperty("name").GetString(), change.Name);
            Assert.Equal(json.TryGetProperty("module_address", out var module) ? module.GetString() : null, change.ModuleAddress);
            var actions = inner.GetProperty("actions").EnumerateArray().Select(action => action.GetString());
            Assert.Equal(actions, change.Actions.Select(action => action.Name));
            Assert.Equal(inner.GetProperty("after").GetRawText(), change.After?.GetRawText() ?? "null");
            Assert.Equal(json.GetRawText(), change.Json.GetRawText());
        }
    }

    static JsonObject Change(Random random, int i)
    {
        var change = new JsonObject
        {
            ["address"] = $"a.b[\"{Text(random)}{i}\"]",
            ["type"] = Text(random),
            ["name"] = Text(random) + random.Next(100),
        };
        if (random.Next(2) == 0) change["module_address"] = $"module.{Text(random)}";
        var inner = new JsonObject
        {
            ["after"] = random.Next(4) == 0 ? null : new JsonObject { ["text"] = Text(random), ["list"] = new JsonArray(i, Text(random)) },
            ["actions"] = new JsonArray([.. Actions[random.Next(Actions.Length)].Select(action => (JsonNode)action)]),
        };
        change.Insert(random.Next(change.Count + 1), "change", inner);
        return change;
    }

    static string Text(Random random) => Texts[random.Next(Texts.Length)];
}
