using System.Globalization;
using System.Net;

namespace Spaceforge.Http;

/// <summary>The process's only HTTP client, created on first use.</summary>
/// <param name="warn">Called before each retry.</param>
/// <param name="transport">What sends, in place of what this program has.</param>
/// <remarks>Retries are implemented here because Polly would make every native plugin 7 % larger.</remarks>
sealed class RetryingHttp(
    HttpSettings settings, TimeProvider clock, Action<string> warn, CancellationToken cancellationToken, IHttpTransport? transport = null)
    : IDisposable
{
    // Not made with this object: that would load the HTTP library into every hook.
    IHttpTransport? _transport = transport;

    // More than this is a redirect loop.
    const int MostRedirects = 5;

    IHttpTransport Transport => LazyInitializer.EnsureInitialized(
        ref _transport, () => CurlTransport.IsOnly || settings.UseCurl ? new CurlTransport(settings) : new ClientTransport(settings));

    public void Dispose() => _transport?.Dispose();

    /// <param name="request">Sent as it is, again for each try.</param>
    /// <param name="retry">Whether the request may be sent again: one that changes something may have done so without an answer.</param>
    /// <param name="caller">Stops this request; the hook's own token always does.</param>
    /// <exception cref="HttpFailedException">There is no answer.</exception>
    public async Task<HttpAnswer> SendAsync(HttpRequest request, bool retry, CancellationToken caller = default)
    {
        using var linked = caller.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, caller) : null;
        var stop = linked?.Token ?? cancellationToken;
        for (var retries = 0; ; retries++)
        {
            var last = !retry || retries == settings.Retries;
            string reason;
            TimeSpan? wished = null;
            try
            {
                var answer = await SendOnceAsync(request, stop);
                if (last || !answer.IsPassing) return answer;
                (reason, wished) = ($"Spacelift answered {answer.StatusText}.", answer.RetryAfter);
            }
            catch (HttpFailedException e) when (!last && e.IsPassing)
            {
                reason = e.Message;
            }

            var delay = Delay(retries, wished);
            warn($"{reason} Retrying in {delay.TotalSeconds:F1} s ({retries + 1} of {settings.Retries}).");
            await Task.Delay(delay, clock, stop);
        }
    }

    async Task<HttpAnswer> SendOnceAsync(HttpRequest request, CancellationToken stop)
    {
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                var reply = await Transport.SendAsync(request, stop);
                var elsewhere = reply.Status is >= 300 and < 400;
                if (elsewhere && redirects < MostRedirects && Target(request, reply) is { } target)
                {
                    request = request with { Address = target };
                    continue;
                }

                return new HttpAnswer((HttpStatusCode)reply.Status, reply.Body, Wished(reply.RetryAfter), elsewhere);
            }
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new HttpFailedException($"There was no answer within {settings.TimeLimit.TotalSeconds} s.",
                isPassing: true, e);
        }
    }

    /// <summary>Where a redirect leads, if the request may go there as it is: to the same server, in the same way.</summary>
    static Uri? Target(HttpRequest request, HttpReply reply)
    {
        if (reply.Status is not (307 or 308) || reply.Location is not { } location) return null;

        return Uri.TryCreate(request.Address, location, out var target)
            && Uri.Compare(target, request.Address, UriComponents.SchemeAndServer,
                UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0 ? target : null;
    }

    /// <summary>The wait that a server asks for, in seconds or as a time.</summary>
    TimeSpan? Wished(string? after) =>
        int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
        : DateTimeOffset.TryParseExact(after, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time - clock.GetUtcNow()
        : null;

    /// <summary>
    /// The delay that the server asks for, or twice the previous one with jitter, so that hooks that failed together do not retry together.
    /// </summary>
    TimeSpan Delay(int retries, TimeSpan? wished)
    {
        var delay = wished ?? settings.FirstDelay * Math.Pow(2, retries) * (0.5 + Random.Shared.NextDouble());
        return delay < TimeSpan.Zero ? TimeSpan.Zero
            : delay > settings.LongestDelay ? settings.LongestDelay
            : delay;
    }
}
