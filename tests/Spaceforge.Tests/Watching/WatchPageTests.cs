using System.Net;
using System.Text.Json;
using Spaceforge.Cli.Watching;

namespace Spaceforge.Tests.Watching;

/// <summary>The page of <c>spaceforge watch --serve</c>.</summary>
public sealed class WatchPageTests : IDisposable
{
    readonly RoundLog _log = new(TimeProvider.System);
    readonly WatchPage _page;
    readonly HttpClient _client = new();

    public WatchPageTests() => _page = new WatchPage(_log, "Watching plugin.cs");

    public void Dispose()
    {
        _client.Dispose();
        _page.Dispose();
    }

    [Theory]
    [InlineData("", null, null, HttpStatusCode.OK)]
    [InlineData("", "Sec-Fetch-Site", "none", HttpStatusCode.OK)]
    [InlineData("rounds?after=99", "Sec-Fetch-Site", "same-origin", HttpStatusCode.OK)]
    [InlineData("", "Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("", "Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("", "Origin", "https://example.com", HttpStatusCode.Forbidden)]
    [InlineData("", "Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("", "Referer", "https://example.com/", HttpStatusCode.Forbidden)]
    [InlineData("", "Host", "localhost", HttpStatusCode.Forbidden)]
    [InlineData("", "Host", "example.com", HttpStatusCode.Forbidden)]
    [InlineData("../", null, null, HttpStatusCode.NotFound)]
    [InlineData("../0123456789abcdef0123456789abcdef/", null, null, HttpStatusCode.NotFound)]
    [InlineData("other", null, null, HttpStatusCode.NotFound)]
    [InlineData("report?number=1", null, null, HttpStatusCode.NotFound)]
    [InlineData("rounds?after=-1", null, null, HttpStatusCode.BadRequest)]
    public async Task Only_the_page_itself_is_answered(string path, string? header, string? value, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(_page.Address), path));
        if (header is not null) request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await Wait.ForAsync(_client.SendAsync(request, TestContext.Current.CancellationToken), "an answer");

        Assert.Equal(expected, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.StartsWith("http://127.0.0.1:", _page.Address, StringComparison.Ordinal);
        if (expected == HttpStatusCode.OK)
        {
            Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_that_waits_learns_of_a_round_and_of_a_report()
    {
        var waiting = _client.GetStringAsync($"{_page.Address}rounds?after=0", TestContext.Current.CancellationToken);
        _log.Begin("<b>plugin.cs</b>");
        await _log.DoAsync("generate", () => Task.FromResult(new RoundStep("", StepOutcome.Failed) { Lines = RoundStep.LinesOf("broken\n") }));
        _log.End();
        _log.Put("<p>report</p>");
        await Wait.ForAsync(waiting, "news");

        var state = JsonElement.Parse(await _client.GetStringAsync($"{_page.Address}rounds?after=1", TestContext.Current.CancellationToken));
        var round = state.GetProperty("rounds")[0];
        Assert.Equal("failed", round.GetProperty("outcome").GetString());
        Assert.Equal("<b>plugin.cs</b>", round.GetProperty("cause").GetString());
        Assert.Equal("broken", round.GetProperty("steps")[0].GetProperty("lines")[0][0].GetString());
        Assert.Equal(1, state.GetProperty("report").GetInt32());
        using var report = await _client.GetAsync($"{_page.Address}report?number=1", TestContext.Current.CancellationToken);
        Assert.Equal("<p>report</p>", await report.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("sandbox allow-scripts", report.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var posted = await _client.PostAsync(_page.Address, content: null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
    }
}
