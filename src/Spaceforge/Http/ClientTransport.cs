using System.Net.Http.Headers;

namespace Spaceforge.Http;

/// <summary>.NET's own HTTP.</summary>
sealed class ClientTransport(HttpSettings settings) : IHttpTransport
{
    // Redirects are not followed here: .NET's own handler sends the body to whatever address it is told.
    readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = settings.TimeLimit,
        MaxResponseContentBufferSize = settings.LargestAnswer,
    };

    public void Dispose() => _client.Dispose();

    public async Task<HttpReply> SendAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var message = Message(request);
            using var response = await _client.SendAsync(message, cancellationToken);
            return new HttpReply(
                (int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken),
                Header(response, "Location"), Header(response, "Retry-After"));
        }
        catch (HttpRequestException e)
        {
            throw e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                ? HttpFailedException.TooLarge(settings, e)
                : new HttpFailedException(Reason(e), isPassing: true, e);
        }
        catch (IOException e)
        {
            throw HttpFailedException.Cut(e);
        }
    }

    /// <summary>A request as .NET knows it.</summary>
    public static HttpRequestMessage Message(HttpRequest request)
    {
        var content = new ByteArrayContent(request.Body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(request.ContentType) } };
        var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Address) { Content = content };
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value)) content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    static string Reason(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "The server's name cannot be resolved.",
        HttpRequestError.SecureConnectionError => $"The connection is not secure: {e.InnerException?.Message ?? e.Message}{CertificateStore.HintFor(e)}",
        HttpRequestError.ConnectionError => "Cannot connect to the server.",
        HttpRequestError.ResponseEnded => "The connection was closed unexpectedly.",
        _ => "The request could not be sent.",
    };
}
