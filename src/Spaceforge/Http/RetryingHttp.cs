using System.Net;

namespace Spaceforge.Http;

/// <summary>The one HTTP client of a process, made when it is first needed.</summary>
/// <param name="warn">Is told of each wait before another try.</param>
/// <remarks>Retries are a loop of our own: with Polly every native plugin would be 7 % larger.</remarks>
sealed class RetryingHttp(HttpSettings settings, TimeProvider clock, Action<string> warn, CancellationToken cancellationToken) : IDisposable
{
    // Not a Lazy<HttpClient>: that would load the HTTP library into every hook.
    HttpClient? _client;

    // More is a circle.
    const int MostRedirects = 5;

    // Redirects are followed here: .NET's own handler sends the body to whatever address it is told.
    HttpClient Client => LazyInitializer.EnsureInitialized(
        ref _client, () => new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = settings.TimeLimit,
            MaxResponseContentBufferSize = settings.LargestAnswer,
        });

    public void Dispose() => _client?.Dispose();

    /// <param name="request">Makes the request, anew for each try.</param>
    /// <param name="retry">Whether the request may be sent again: one that changes something may have done so without an answer.</param>
    /// <param name="caller">Stops this request; the hook's own token always does.</param>
    /// <exception cref="HttpFailedException">There is no answer.</exception>
    public async Task<HttpAnswer> SendAsync(Func<HttpRequestMessage> request, bool retry, CancellationToken caller = default)
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
            warn($"{reason} Trying again in {delay.TotalSeconds:F1} s ({retries + 1} of {settings.Retries}).");
            await Task.Delay(delay, clock, stop);
        }
    }

    async Task<HttpAnswer> SendOnceAsync(Func<HttpRequestMessage> request, CancellationToken stop)
    {
        try
        {
            Uri? redirected = null;
            for (var redirects = 0; ; redirects++)
            {
                using var message = request();
                message.RequestUri = redirected ?? message.RequestUri;
                using var response = await Client.SendAsync(message, stop);
                var elsewhere = (int)response.StatusCode is >= 300 and < 400;
                if (elsewhere && redirects < MostRedirects && Target(message, response) is { } target)
                {
                    redirected = target;
                    continue;
                }

                var after = response.Headers.RetryAfter;
                return new HttpAnswer(
                    response.StatusCode,
                    await response.Content.ReadAsByteArrayAsync(stop),
                    after?.Delta ?? (after?.Date - clock.GetUtcNow()),
                    elsewhere);
            }
        }
        catch (HttpRequestException e)
        {
            var tooLarge = e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded;
            var reason = tooLarge ? $"The answer has more than {settings.LargestAnswer} bytes." : Reason(e);
            throw new HttpFailedException(reason, isPassing: !tooLarge, isTimeout: false, e);
        }
        catch (IOException e)
        {
            throw new HttpFailedException("The connection was cut.", isPassing: true, isTimeout: false, e);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new HttpFailedException($"There was no answer within {settings.TimeLimit.TotalSeconds} s.",
                isPassing: true, isTimeout: true, e);
        }
    }

    /// <summary>Where a redirect leads, if the request may go there as it is: to the same server, in the same way.</summary>
    static Uri? Target(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
            || response.Headers.Location is not { } location)
        {
            return null;
        }

        var target = new Uri(request.RequestUri!, location);
        return Uri.Compare(target, request.RequestUri, UriComponents.SchemeAndServer,
            UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0 ? target : null;
    }

    static string Reason(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "The server's name cannot be resolved.",
        HttpRequestError.SecureConnectionError => $"The connection is not secure: {e.InnerException?.Message ?? e.Message}{CertificateStore.HintFor(e)}",
        HttpRequestError.ConnectionError => "There is no connection to the server.",
        HttpRequestError.ResponseEnded => "The connection was cut.",
        _ => "The request failed in transport.",
    };

    /// <summary>
    /// What the server asks for, else twice the wait before, with jitter: hooks that failed together do not come back together.
    /// </summary>
    TimeSpan Delay(int retries, TimeSpan? wished)
    {
        var delay = wished ?? settings.FirstDelay * Math.Pow(2, retries) * (0.5 + Random.Shared.NextDouble());
        return delay < TimeSpan.Zero ? TimeSpan.Zero
            : delay > settings.LongestDelay ? settings.LongestDelay
            : delay;
    }
}
