using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Spaceforge.Logging;

namespace Spaceforge.Http;

/// <summary>The one HTTP client of a plugin, made when it is first needed.</summary>
sealed class RetryingHttp(HttpSettings settings, TimeProvider clock, PluginLogger log, CancellationToken cancellationToken) : IDisposable
{
    readonly Lazy<HttpClient> _client = new(() => new HttpClient
    {
        Timeout = settings.TimeLimit,
        MaxResponseContentBufferSize = settings.LargestAnswer,
    });

    ResiliencePipeline<HttpAnswer>? _retrying;

    public void Dispose()
    {
        if (_client.IsValueCreated) _client.Value.Dispose();
    }

    /// <param name="request">Makes the request, anew for each try.</param>
    /// <param name="retry">Whether the request may be sent again: one that changes something may have done so without an answer.</param>
    /// <exception cref="HttpFailedException">There is no answer.</exception>
    public async Task<HttpAnswer> SendAsync(Func<HttpRequestMessage> request, bool retry) => retry
        ? await (_retrying ??= Retrying()).ExecuteAsync(async _ => await SendOnceAsync(request), cancellationToken)
        : await SendOnceAsync(request);

    async Task<HttpAnswer> SendOnceAsync(Func<HttpRequestMessage> request)
    {
        try
        {
            using var message = request();
            using var response = await _client.Value.SendAsync(message, cancellationToken);
            var after = response.Headers.RetryAfter;
            return new HttpAnswer(
                response.StatusCode,
                await response.Content.ReadAsByteArrayAsync(cancellationToken),
                after?.Delta ?? (after?.Date - clock.GetUtcNow()));
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
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpFailedException($"There was no answer within {settings.TimeLimit.TotalSeconds} s.", isPassing: true, isTimeout: true, e);
        }
    }

    static string Reason(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "The server's name cannot be resolved.",
        HttpRequestError.SecureConnectionError => $"The connection is not secure: {e.InnerException?.Message ?? e.Message}",
        HttpRequestError.ConnectionError => "There is no connection to the server.",
        HttpRequestError.ResponseEnded => "The connection was cut.",
        _ => "The request failed in transport.",
    };

    ResiliencePipeline<HttpAnswer> Retrying() => new ResiliencePipelineBuilder<HttpAnswer> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<HttpAnswer>
        {
            MaxRetryAttempts = settings.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = settings.FirstDelay,
            MaxDelay = settings.LongestDelay,
            ShouldHandle = attempt => ValueTask.FromResult(
                attempt.Outcome.Result?.IsPassing == true || attempt.Outcome.Exception is HttpFailedException { IsPassing: true }),
            DelayGenerator = attempt => ValueTask.FromResult(Wished(attempt.Outcome.Result?.RetryAfter)),
            OnRetry = attempt =>
            {
                var reason = attempt.Outcome.Result is { } answer ? $"Spacelift answered {answer.StatusText}." : attempt.Outcome.Exception!.Message;
                log.Write(LogLevel.Warning, $"{reason} Trying again in {attempt.RetryDelay.TotalSeconds:F1} s ({attempt.AttemptNumber + 1} of {settings.Retries}).");
                return default;
            },
        })
        .Build();

    /// <summary>What the server asks for, within bounds; null for the usual back-off.</summary>
    TimeSpan? Wished(TimeSpan? after) =>
        after is not { } delay ? null
        : delay < TimeSpan.Zero ? TimeSpan.Zero
        : delay > settings.LongestDelay ? settings.LongestDelay
        : delay;
}
