using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Spaceforge.Testing;
using Spaceforge.Tests.Services;

namespace Spaceforge.Tests.Api;

/// <summary>Queries over real sockets, to a server that executes them, and what goes wrong on the way.</summary>
public class SpaceliftApiTests : IDisposable
{
    const string StackQuery = "query StackInfo($id: ID!) { stack(id: $id) { name state labels latestRun { id state } } }";
    const string CreateMutation =
        """mutation Create { pluginTemplateCreate(input: {name: "n", manifest: "{name: n, version: v, description: d, author: a}"}) { id } }""";

    readonly HookOf _hook;

    public SpaceliftApiTests()
        : this(useCurl: false)
    {
    }

    protected SpaceliftApiTests(bool useCurl)
    {
        _hook = new HookOf(useCurl);
        _hook.Spacelift.Stacks.Add(
            new FakeStack
            {
                Id = "my-stack",
                Name = "My stack",
                State = "FINISHED",
                Labels = ["prod"],
                LatestRun = new FakeRun { Id = "01RUN", State = "FINISHED" }
            });
    }

    public static TheoryData<Fault, ApiFailure, string> FinalFaults => new()
    {
        { Fault.Status(401), ApiFailure.TokenRefused, "the token has expired or was rejected" },
        { Fault.Status(403), ApiFailure.NotPermitted, "lacks the permission" },
        { Fault.Status(404), ApiFailure.Status, "404 NotFound" },
        { Fault.Answer("<html><body>login</body></html>"), ApiFailure.Unreadable, "it is HTML" },
        { Fault.Answer(""), ApiFailure.Unreadable, "it is empty" },
        { Fault.Answer("{\"data\":"), ApiFailure.Unreadable, "it is not a JSON object" },
        { Fault.Answer("[]"), ApiFailure.Unreadable, "it is not a JSON object" },
        { Fault.LongAnswer(50_000_000), ApiFailure.Unreadable, "more than 10000000 bytes" },
        { Fault.Answer("""{"data":{"a":1},"data":{"a":2}}"""), ApiFailure.Unreadable, "it has a duplicate key" },
        { Fault.Answer("""{"data":{"a":{"b":1,"b":2}}}"""), ApiFailure.Unreadable, "it has a duplicate key" },
        { Fault.Answer("""{"errors":[{"message":"a","message":"b"}]}"""), ApiFailure.Unreadable, "it has a duplicate key" },
        { Fault.Answer($$"""{"data":{{new string('[', 100_000)}}"""), ApiFailure.Unreadable, "it is nested too deeply" },
        { Fault.Answer("""{"data":null}"""), ApiFailure.Unreadable, "it is not a JSON object" },
        { Fault.Answer("""{"data":[1],"errors":5}"""), ApiFailure.Unreadable, "it is not a JSON object" },
        { Fault.Answer("""{"errors":[{"message":"half \ud800 pair \udc00"}]}"""), ApiFailure.GraphQL, "half \ufffd pair \ufffd" },
        { Fault.Answer("""{"errors":[null,7,{"message":{"a":1}},{"message":null}]}"""),
            ApiFailure.GraphQL, "an error without a message; an error without a message; {" },
        { Fault.Answer($$"""{"errors":[{{string.Join(',', Enumerable.Repeat("{\"message\":\"e\"}", 100_000))}}]}"""),
            ApiFailure.GraphQL, "e; e; e" },
        { Fault.Answer("""{"errors":[{"message":"no such field"},{"message":"and more"}],"data":null}"""),
            ApiFailure.GraphQL, "no such field; and more" },
    };

    public static TheoryData<Fault> PassingFaults =>
        [Fault.Status(500), Fault.Status(503), Fault.CutConnection(), Fault.TooManyRequests(
            TimeSpan.FromSeconds(7)), Fault.Delay(TimeSpan.FromSeconds(8))];

    public void Dispose()
    {
        _hook.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_data_comes_back_as_JSON_and_as_a_type()
    {
        JsonObject? data = null;
        StackAnswer? typed = null;
        var outcome = await _hook.RunAsync(async plugin =>
        {
            data = await plugin.QueryApiAsync(StackQuery, new JsonObject { ["id"] = "my-stack" });
            typed = await plugin.QueryApiAsync(StackQuery, StackJson.Default.StackAnswer, new JsonObject { ["id"] = "my-stack" });
        });

        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal("FINISHED", (string?)data!["stack"]!["latestRun"]!["state"]);
        Assert.Equal(new StackInfo("My stack", "FINISHED"), typed!.Stack);
    }

    [Theory]
    [MemberData(nameof(FinalFaults), DisableDiscoveryEnumeration = true)]
    [Attack("API", "a malformed answer: duplicate keys, null, wrong types, endless nesting, huge", "a clear error")]
    public async Task A_final_fault_is_reported_once_and_clearly(Fault fault, ApiFailure failure, string message)
    {
        _hook.Spacelift.Fail(fault);

        var e = await _hook.FailedQueryAsync(StackQuery, new JsonObject { ["id"] = "my-stack" });

        Assert.Equal(failure, e.Failure);
        Assert.StartsWith("'query StackInfo' failed", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Single(_hook.Spacelift.Requests);
    }

    [Fact]
    [Attack("API", "unpaired surrogates, invalid UTF-8, a byte order mark",
        "they become U+FFFD, and reading the data never throws")]
    public async Task Bytes_that_are_not_text_are_readable()
    {
        _hook.Spacelift.Fail(Fault.Answer("\uFEFF" + """{"data":{"a\ud83d":"x\udc00y \ud83d\ude00 \\ud800 \ud800\ud800"}}"""));
        JsonObject? data = null;
        await _hook.RunAsync(async plugin => data = await plugin.QueryApiAsync("query { x }"));
        var (key, value) = Assert.Single(data!);
        Assert.Equal(("a\ufffd", "x\ufffdy 😀 \\ud800 \ufffd\ufffd"), (key, value!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"data":{"apiKeyUser":{"jwt":5,"validUntil":1}}}""")]
    [InlineData("""{"data":{"apiKeyUser":{"jwt":"x","validUntil":"tomorrow"}}}""")]
    [InlineData("""{"data":{"apiKeyUser":{"jwt":"x","validUntil":1e300}}}""")]
    [InlineData("""{"data":{"apiKeyUser":{"jwt":"x","validUntil":9223372036854775807}}}""")]
    [InlineData("""{"data":{"apiKeyUser":{"jwt":{},"validUntil":[]}}}""")]
    [InlineData("""{"data":{"apiKeyUser":[]}}""")]
    [InlineData("""{"data":{}}""")]
    [Attack("API", "a token of the wrong type, or an impossible time", "a clear error")]
    public async Task A_token_of_a_wrong_shape_is_a_clear_error(string answer)
    {
        _hook.Spacelift.Fail(Fault.Answer(answer));
        var outcome = await _hook.RunAsync(
            plugin => Assert.ThrowsAsync<SpaceliftApiException>(() => plugin.UseUserTokenAsync("id", "secret")));
        Assert.True(outcome.Succeeded, outcome.Log);
    }

    [Fact]
    public async Task A_token_with_line_breaks_is_a_clear_error()
    {
        _hook.Harness.Environment["SPACELIFT_API_TOKEN"] = "one\r\nX-Header: two";
        SpaceliftApiException? failure = null;
        await _hook.RunAsync(
            async plugin => failure = await Assert.ThrowsAsync<SpaceliftApiException>(() => plugin.QueryApiAsync("query { x }")));
        Assert.Equal(ApiFailure.TokenRefused, failure!.Failure);
        Assert.DoesNotContain("two", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(PassingFaults), DisableDiscoveryEnumeration = true)]
    public async Task A_query_is_sent_again_after_a_passing_fault(Fault fault)
    {
        _hook.Spacelift.Fail(fault, fault);
        var outcome = await _hook.RunAsync(plugin => plugin.QueryApiAsync(StackQuery, new JsonObject { ["id"] = "my-stack" }));

        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(3, _hook.Spacelift.Requests.Count);
        Assert.Contains("Retrying in", outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(PassingFaults), DisableDiscoveryEnumeration = true)]
    public async Task A_mutation_is_not_sent_again_unless_asked(Fault fault)
    {
        _hook.Spacelift.Fail(fault);
        await _hook.FailedQueryAsync(CreateMutation);
        Assert.Single(_hook.Spacelift.Requests);

        _hook.Spacelift.Fail(fault);
        var outcome = await _hook.RunAsync(
            plugin => plugin.QueryApiAsync(CreateMutation, options: new ApiOptions { RetryMutation = true }));
        Assert.True(outcome.Succeeded, outcome.Log);
    }

    [Fact]
    public async Task It_gives_up_after_four_more_tries()
    {
        _hook.Spacelift.Fail(Enumerable.Repeat(Fault.Status(502), 9));
        var e = await _hook.FailedQueryAsync("{ stacks { id } }");

        Assert.Equal((ApiFailure.Status, 502, "query"), (e.Failure, e.StatusCode, e.Request));
        Assert.Equal(5, _hook.Spacelift.Requests.Count);
    }

    [Fact]
    public async Task It_waits_as_long_as_the_server_asks_within_bounds()
    {
        _hook.Spacelift.Fail(Fault.TooManyRequests(TimeSpan.FromSeconds(7)), Fault.TooManyRequests(TimeSpan.FromHours(1)));
        await _hook.RunAsync(plugin => plugin.QueryApiAsync("{ stacks { id } }"));

        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(30)], ((ImmediateClock)_hook.Harness.Clock).Waits);
    }

    [Fact]
    public async Task A_refused_connection_is_no_answer()
    {
        _hook.Harness.Environment["TF_VAR_spacelift_graphql_endpoint"] = "http://127.0.0.1:1/graphql";
        var e = await _hook.FailedQueryAsync(StackQuery);
        Assert.Equal((ApiFailure.NoAnswer, "'query StackInfo' failed: Cannot connect to the server."), (e.Failure, e.Message));
    }

    [Fact]
    public async Task An_expired_token_is_told_apart_from_a_missing_permission()
    {
        _hook.Spacelift.Forbidden.Add("stacks");
        Assert.Equal(ApiFailure.NotPermitted, (await _hook.FailedQueryAsync("{ stacks { id } }")).Failure);

        _hook.Spacelift.ExpireTokens();
        Assert.Equal(ApiFailure.TokenRefused, (await _hook.FailedQueryAsync("{ stacks { id } }")).Failure);
    }

    [Fact]
    public async Task GraphQL_errors_of_the_engine_are_reported()
    {
        var e = await _hook.FailedQueryAsync("query Wrong { nothing }");
        Assert.Equal(ApiFailure.GraphQL, e.Failure);
        Assert.Contains("nothing", Assert.Single(e.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_another_shape_is_reported()
    {
        SpaceliftApiException? failure = null;
        await _hook.RunAsync(async plugin => failure = await Assert.ThrowsAsync<SpaceliftApiException>(
            () => plugin.QueryApiAsync("query Names { stack: stacks { name } }", StackJson.Default.StackAnswer)));
        Assert.Equal((ApiFailure.Unreadable, "The data of 'query Names' cannot be read as StackAnswer, at $.stack."),
            (failure!.Failure, failure.Message));
    }

    [Fact]
    public async Task A_user_token_is_used_and_renewed_before_it_expires()
    {
        var clock = (ImmediateClock)_hook.Harness.Clock;
        _hook.Spacelift.ApiKeys.Add(new FakeApiKey { Id = "01KEY", Secret = "key-secret" });
        var outcome = await _hook.RunAsync(async plugin =>
        {
            await plugin.UseUserTokenAsync("01KEY", "key-secret");
            await plugin.QueryApiAsync("{ viewer { id } }");
            clock.Advance(TimeSpan.FromMinutes(59) + TimeSpan.FromSeconds(31));
            await plugin.QueryApiAsync("{ viewer { id } }");
            await plugin.SendMarkdownAsync("text");
            plugin.Logger.Log(
                Microsoft.Extensions.Logging.LogLevel.Information, default, "the secret is key-secret", null, (state, _) => state);
        });

        Assert.True(outcome.Succeeded, outcome.Log);
        var tokens = _hook.Spacelift.Requests.Select(request => request.Headers.GetValueOrDefault("Authorization")).ToArray();
        Assert.Equal((null, null), (tokens[0], tokens[2]));
        Assert.NotEqual(tokens[1], tokens[3]);
        Assert.DoesNotContain($"Bearer {_hook.Spacelift.RunToken}", tokens[..4]);
        // Outputs keep the run's own.
        Assert.Equal($"Bearer {_hook.Spacelift.RunToken}", tokens[4]);
        Assert.Contains("the secret is *****", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_of_a_user_leaves_other_queries_to_the_run()
    {
        _hook.Spacelift.ApiKeys.Add(new FakeApiKey { Id = "01KEY", Secret = "key-secret" });
        var outcome = await _hook.RunAsync(async plugin =>
        {
            var user = await plugin.ConnectAsUserAsync("01KEY", "key-secret");
            await user.QueryAsync("{ viewer { id } }", cancellationToken: CancellationToken.None);
            await plugin.QueryApiAsync("{ viewer { id } }");
        });

        Assert.True(outcome.Succeeded, outcome.Log);
        var tokens = _hook.Spacelift.Requests.Select(request => request.Headers.GetValueOrDefault("Authorization")).ToArray();
        Assert.NotEqual($"Bearer {_hook.Spacelift.RunToken}", tokens[1]);
        Assert.Equal($"Bearer {_hook.Spacelift.RunToken}", tokens[2]);
    }

    [Fact]
    public async Task A_request_can_be_stopped_alone()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var outcome = await _hook.RunAsync(async plugin =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => plugin.Services.QueryApiAsync("{ viewer { id } }", cancellationToken: stop.Token));
            await plugin.QueryApiAsync("{ viewer { id } }");
        });
        Assert.True(outcome.Succeeded, outcome.Log);
    }

    [Fact]
    public async Task An_unknown_key_is_reported_without_its_secret()
    {
        var outcome = await _hook.RunAsync(plugin => plugin.UseUserTokenAsync("01KEY", "key-secret"));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("The API key '01KEY' does not exist", outcome.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("key-secret", outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SPACELIFT_API_TOKEN", "")]
    [InlineData("TF_VAR_spacelift_graphql_endpoint", "")]
    [InlineData("TF_VAR_spacelift_graphql_endpoint", "http://example.com/graphql")]
    public async Task Without_endpoint_or_token_the_API_is_off(string variable, string value)
    {
        _hook.Harness.Environment[variable] = value;
        var outcome = await _hook.RunAsync(plugin => plugin.QueryApiAsync("{ stacks { id } }"));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("API is not enabled, please export \"SPACELIFT_API_TOKEN\" and \"TF_VAR_spacelift_graphql_endpoint\".",
            outcome.Log, StringComparison.Ordinal);
        Assert.Equal(value.Length > 0, outcome.Log.Contains("must start with https://", StringComparison.Ordinal));
    }
}

/// <summary>The same through curl, as in static executables.</summary>
public sealed class CurlApiTests() : SpaceliftApiTests(useCurl: true);

sealed record StackInfo(string Name, string State);

sealed record StackAnswer(StackInfo Stack);

[JsonSerializable(typeof(StackAnswer))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
sealed partial class StackJson : JsonSerializerContext;
