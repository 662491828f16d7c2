using System.Net;

namespace Spaceforge.Http;

/// <summary>The process's only HTTP client, created on first use.</summary>
/// <param name="warn">Called before each retry.</param>
/// <remarks>Retries are implemented here because Polly would make every native plugin 7 % larger.</remarks>
sealed class RetryingHttp(HttpSettings settings, TimeProvider clock, Action<string> warn, CancellationToken cancellationToken) : IDisposable
{
    // Not a Lazy<HttpClient>: that would load the HTTP library into every hook.
    HttpClient? _client;

    // More than this is a redirect loop.
    const int MostRedirects = 5;

    // Redirects are followed here: .NET's handler would send the body to any address.
    HttpClient Client => LazyInitializer.EnsureInitialized(
        ref _client, () => new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = settings.TimeLimit,
            MaxResponseContentBufferSize = settings.LargestAnswer,
        });

    public void Dispose() => _client?.Dispose();

    /// <param name="request">Creates the request for each attempt.</param>
    /// <param name="retry">Whether it may be retried. A request that changes something may have succeeded without an answer.</param>
    /// <param name="caller">Cancels this request; the hook's own token always does.</param>
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
            warn($"{reason} Retrying in {delay.TotalSeconds:F1} s ({retries + 1} of {settings.Retries}).");
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
            throw new HttpFailedException("The connection was closed unexpectedly.", isPassing: true, isTimeout: false, e);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new HttpFailedException($"There was no answer within {settings.TimeLimit.TotalSeconds} s.",
                isPassing: true, isTimeout: true, e);
        }
    }

    /// <summary>The target of a redirect, if the request may be sent there unchanged: to the same server with the same scheme.</summary>
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
        HttpRequestError.ConnectionError => "Cannot connect to the server.",
        HttpRequestError.ResponseEnded => "The connection was closed unexpectedly.",
        _ => "The request could not be sent.",
    };

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
