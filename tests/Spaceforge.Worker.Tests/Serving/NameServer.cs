using System.Net;
using System.Net.Sockets;

namespace Spaceforge.Worker.Tests.Serving;

/// <summary>A name server that resolves every name to 127.0.0.1 and has no other records.</summary>
sealed class NameServer : IDisposable
{
    /// <summary>Of its own, since the port is always 53.</summary>
    public const string Address = "127.0.0.77";

    readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Parse(Address), 53));

    public NameServer() => _ = AnswerAsync();

    public void Dispose() => _socket.Dispose();

    async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var question = await _socket.ReceiveAsync();
                await _socket.SendAsync(Answer(question.Buffer), question.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The server was disposed.
        }
    }

    // RFC 1035: a header of twelve bytes; the name as labels up to an empty one; type and class.
    static byte[] Answer(byte[] question)
    {
        var end = 12;
        while (question[end] != 0) end += question[end] + 1;
        var isAddress = question[end + 2] == 1;
        byte[] header = [question[0], question[1], 0x81, 0x80, 0, 1, 0, (byte)(isAddress ? 1 : 0), 0, 0, 0, 0];
        byte[] record = isAddress ? [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1] : [];
        return [.. header, .. question[12..(end + 5)], .. record];
    }
}
