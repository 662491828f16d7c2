namespace Spaceforge.Http;

/// <summary>Sends one request and reads the answer; a redirect is an answer like others.</summary>
interface IHttpTransport : IDisposable
{
    /// <exception cref="HttpFailedException">There is no answer.</exception>
    /// <exception cref="OperationCanceledException">It was stopped, or took too long.</exception>
    Task<HttpReply> SendAsync(HttpRequest request, CancellationToken cancellationToken);
}
