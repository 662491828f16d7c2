// Requests of many clients at once to one FakeSpacelift: api CLIENTS REQUESTS
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Spaceforge.Testing;

var (clients, requests) = (int.Parse(args[0], CultureInfo.InvariantCulture), int.Parse(args[1], CultureInfo.InvariantCulture));
using var spacelift = new FakeSpacelift();
for (var client = 0; client < clients; client++) spacelift.Stacks.Add(new FakeStack { Id = $"stack-{client}", Name = $"Stack {client}" });
using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = clients });

// Warm, so that what the first request opens for good is not counted.
await AskAsync(0, 0);
var before = Sockets();
await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
{
    for (var request = 0; request < requests; request++) await AskAsync(client, request);
}));

// Both ends of a connection are closed soon after the answer.
var patience = DateTime.UtcNow.AddSeconds(30);
while (Sockets() > before)
{
    if (DateTime.UtcNow > patience) throw new InvalidOperationException($"{Sockets()} sockets are open, {before} were before.");
    await Task.Delay(50);
}

var created = spacelift.PluginTemplates.Select(template => template.Name).Distinct().Count();
if (created != clients * requests) throw new InvalidOperationException($"{created} templates were kept.");
Console.WriteLine($"{clients * requests} answers");

// Not all descriptors: each assembly that is loaded has two.
static int Sockets() => Directory.GetFiles("/proc/self/fd")
    .Count(file => new FileInfo(file).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

async Task AskAsync(int client, int request)
{
    var name = $"template-{client}-{request}";
    var body = new JsonObject
    {
        ["query"] = """mutation M($input: PluginTemplateCreateInput!) { pluginTemplateCreate(input: $input) { name } }""",
        ["variables"] = new JsonObject
        {
            ["input"] = new JsonObject { ["name"] = name, ["manifest"] = $"name: {name}\nversion: 1.0.0\ndescription: d\nauthor: a\n" },
        },
    };
    var created = await SendAsync(body);
    var answered = created["data"]?["pluginTemplateCreate"]?["name"]?.GetValue<string>();
    if (answered != name) throw new InvalidOperationException($"{name}: {created}");

    var stack = await SendAsync(new JsonObject { ["query"] = $"{{ stack(id: \"stack-{client}\") {{ name }} }}" });
    if (stack["data"]?["stack"]?["name"]?.GetValue<string>() != $"Stack {client}") throw new InvalidOperationException($"{client}: {stack}");
}

async Task<JsonNode> SendAsync(JsonObject body)
{
    using var request = new HttpRequestMessage(HttpMethod.Post, spacelift.Endpoint)
    {
        Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
    };
    request.Headers.Add("Authorization", $"Bearer {spacelift.RunToken}");
    using var answer = await http.SendAsync(request);
    return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
}
