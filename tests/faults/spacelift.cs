// A fake account with an older template of the plugin 'small': spacelift OLD_MANIFEST. Prints its endpoint and a run's token, and for
// each line that it reads what is in the account.
using System.Text.Json.Nodes;
using Spaceforge.Testing;

using var spacelift = new FakeSpacelift();
spacelift.ApiKeys.Add(new FakeApiKey { Id = "id", Secret = "secret" });
spacelift.PluginTemplates.Add(new FakePluginTemplate { Id = "old", Name = "small", Manifest = await File.ReadAllTextAsync(args[0]) });
Console.WriteLine(spacelift.Endpoint);
Console.WriteLine(spacelift.RunToken);
while (Console.ReadLine() is not null)
{
    Console.WriteLine(new JsonObject
    {
        ["templates"] = new JsonArray([.. spacelift.PluginTemplates.Select(template => (JsonNode)template.Manifest)]),
        ["outputs"] = new JsonObject(spacelift.PluginOutputs.Select(output => KeyValuePair.Create(output.Key, (JsonNode?)output.Value))),
    }.ToJsonString());
}
