using System.Text;
using Spaceforge.Http;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>Answers every request alike. An input may begin with a status on a line of its own; else it is 200.</summary>
sealed class FakeServer(byte[] input) : IHttpTransport
{
    readonly HttpReply _reply = input.Length > 4 && input[3] == '\n' && int.TryParse(Encoding.ASCII.GetString(input, 0, 3), out var status)
        && status is >= 100 and < 600
        ? new HttpReply(status, input[4..], null, null)
        : new HttpReply(200, input, null, null);

    public static RetryingHttp Http(byte[] input) => new(
        new HttpSettings { Retries = 0 }, TimeProvider.System, _ => { }, CancellationToken.None, new FakeServer(input));

    public void Dispose()
    {
    }

    public Task<HttpReply> SendAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // What .NET would refuse, it would refuse here.
        using var message = ClientTransport.Message(request);
        return Task.FromResult(_reply);
    }
}
