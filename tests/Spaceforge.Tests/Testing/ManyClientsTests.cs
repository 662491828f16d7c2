using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Spaceforge.Testing;

namespace Spaceforge.Tests.Testing;

/// <summary>A fake Spacelift with 200 clients at once, each with a socket of its own.</summary>
public sealed class ManyClientsTests : IDisposable
{
    const int Clients = 200;

    readonly FakeSpacelift _spacelift = new() { TemplateNamesAreUnique = true };
    readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = Clients }) { Timeout = TimeSpan.FromMinutes(2) };

    public void Dispose()
    {
        _http.Dispose();
        _spacelift.Dispose();
    }

    [Fact]
    public async Task Each_gets_its_own_answer_and_no_socket_stays_open()
    {
        var all = new TaskCompletionSource();
        _spacelift.Fail(Enumerable.Repeat(Fault.Hold(all.Task), Clients));
        var answers = Enumerable.Range(0, Clients).Select(client => CreateAsync($"template-{client}")).ToArray();
        await Wait.UntilAsync(() => _spacelift.Requests.Count == Clients, "all requests to be there at once");
        all.SetResult();
        var created = await Wait.ForAsync(Task.WhenAll(answers), "all answers");

        Assert.Equal(
            Enumerable.Range(0, Clients).Select(client => $"template-{client}"),
            created.Select(answer => answer["data"]?["pluginTemplateCreate"]?["name"]?.GetValue<string>()));
        Assert.Equal(Clients, _spacelift.PluginTemplates.Select(template => template.Id).Distinct().Count());
        Assert.Equal(
            Enumerable.Range(0, Clients).Select(client => $"template-{client}").Order(StringComparer.Ordinal),
            _spacelift.PluginTemplates.Select(template => template.Name).Order(StringComparer.Ordinal));
        Assert.Equal(Clients, _spacelift.Requests.Count);

        if (!OperatingSystem.IsLinux()) return;

        _http.Dispose();
        await Wait.UntilAsync(() => OpenConnections() == 0, "both ends of all connections to be closed");
    }

    [Fact]
    public async Task They_may_ask_again_at_once()
    {
        await Wait.ForAsync(Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            for (var request = 0; request < 5; request++)
            {
                var answer = await CreateAsync($"template-{client}-{request}");
                Assert.Equal($"template-{client}-{request}", (string?)answer["data"]?["pluginTemplateCreate"]?["name"]);
            }
        })), "all answers");
        Assert.Equal(Clients * 5, _spacelift.PluginTemplates.Count);
    }

    [Fact]
    public async Task A_name_is_only_given_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => CreateAsync("one")));

        Assert.Single(_spacelift.PluginTemplates);
        Assert.Equal(39, answers.Count(
            answer => answer["errors"]?[0]?["message"]?.GetValue<string>() == "plugin template name is already taken"));
    }

    async Task<JsonNode> CreateAsync(string name)
    {
        var body = new JsonObject
        {
            ["query"] = "mutation Create($input: PluginTemplateCreateInput!) { pluginTemplateCreate(input: $input) { id name } }",
            ["variables"] = new JsonObject
            {
                ["input"] = new JsonObject { ["name"] = name, ["manifest"] = $"name: {name}\nversion: 1.0.0\ndescription: d\nauthor: a\n" },
            },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, _spacelift.Endpoint)
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Authorization", $"Bearer {_spacelift.RunToken}");
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Connections to the server that a process has open at either end, without the listening socket.</summary>
    int OpenConnections()
    {
        const int Listening = 10;
        var port = new Uri(_spacelift.Endpoint).Port.ToString("X4", CultureInfo.InvariantCulture);
        return File.ReadLines("/proc/net/tcp").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(parts => (parts[1] + parts[2]).Contains($":{port}", StringComparison.Ordinal)
                && parts[9] != "0" && int.Parse(parts[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture) != Listening);
    }
}
