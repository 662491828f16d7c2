using System.Text.Json.Serialization.Metadata;
using Spaceforge.Api;
using Spaceforge.Cli.Account;
using Spaceforge.Secrets;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>An answer of Spacelift's API to a query, to a login, and to each query of the tool.</summary>
sealed class GraphQLTarget : FuzzTarget
{
    const string Query = "query Fuzz { stack { id } }";

    static readonly Uri Endpoint = new("https://example.app.spacelift.io/graphql");

    public override string Name => "graphql";

    public override int ShortRun => 400;

    public override void Read(byte[] input)
    {
        using var http = FakeServer.Http(input);
        var client = new GraphQLClient(http, new SecretMasker(), "About tokens.");
        Try(() => client.ExchangeApiKeyAsync(Endpoint, "id", "secret").GetAwaiter().GetResult());
        Try(() =>
        {
            var data = client.SendAsync(Endpoint, "token", Query, null, retry: true).GetAwaiter().GetResult();
            // A plugin may look at all of it.
            data.ToJsonString();
            Account(data, AccountJson.Default.TemplatesAnswer,
                answer => answer.PluginTemplates.Select(template => template.ToJson()).ToArray());
            Account(data, AccountJson.Default.ManifestAnswer, answer => answer.PluginTemplate?.Manifest);
            Account(data, AccountJson.Default.PluginsAnswer, answer => answer.Plugins.Select(plugin => plugin.ToJson()).ToArray());
            Account(data, AccountJson.Default.SpacesAnswer, answer => answer.Spaces.Select(space => space.Id).ToArray());
        });
    }

    static void Account<T>(System.Text.Json.Nodes.JsonObject data, JsonTypeInfo<T> type, Func<T, object?> use) =>
        Try(() => use(GraphQLClient.Read(data, Query, type)));

    static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (SpaceliftApiException)
        {
        }
    }
}
