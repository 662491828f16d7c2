using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Spaceforge.Commands;

namespace Spaceforge.Http;

/// <summary>HTTP through the image's curl: a static executable that holds neither HTTP nor TLS is a third as large.</summary>
/// <remarks>
/// curl gets address, headers and body on its standard input, and none of the plugin's variables: arguments and environments of a process
/// can be seen by others.
/// </remarks>
sealed class CurlTransport(HttpSettings settings) : IHttpTransport
{
    // As many as .NET reads.
    const int LargestHead = 64 * 1024;

    // The options end at an empty line, and the body follows: a shell takes them apart without a file. It reads no byte too many.
    const string Script = """
        fds=/dev/fd
        [ -e "$fds/0" ] || fds=/proc/self/fd
        options=
        while IFS= read -r line && [ -n "$line" ]; do
          options="$options$line
        "
        done
        { printf %s "$options" | "$1" -q --config "$fds/3" --dump-header "$fds/2" 3<&0 <&4 4<&-; } 4<&0
        """;

    // Where servers, authorities and libraries are.
    static readonly string[] Passed =
        ["PATH", "LD_LIBRARY_PATH", "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
            "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "OPENSSL_CONF", "OPENSSL_MODULES"];

    /// <summary>Whether the program is built without .NET's own HTTP.</summary>
    [FeatureSwitchDefinition("Spaceforge.HttpThroughCurl")]
    public static bool IsOnly => AppContext.TryGetSwitch("Spaceforge.HttpThroughCurl", out var value) && value;

    public void Dispose()
    {
        // Each request ends its process.
    }

    public async Task<HttpReply> SendAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(settings.TimeLimit);
        using var process = Start();
        var isDone = false;
        try
        {
            var written = WriteAsync(process.StandardInput.BaseStream, request, stop.Token);
            var body = ReadAsync(process.StandardOutput.BaseStream, settings.LargestAnswer, stop.Token);
            var head = ReadAsync(process.StandardError.BaseStream, LargestHead, stop.Token);
            await foreach (var ended in Task.WhenEach(written, body, head)) await ended;
            await process.WaitForExitAsync(stop.Token);
            isDone = true;
            return ReplyOf(process.ExitCode, Encoding.Latin1.GetString(await head), await body);
        }
        finally
        {
            if (!isDone) process.Kill(entireProcessTree: true);
        }
    }

    static Process Start()
    {
        var curl = SearchPath.Find("curl") ?? throw new HttpFailedException(
            "This executable sends requests with curl, and there is none on the PATH. Add curl to the image, "
            + "or publish the plugin with '#:property SpaceforgeHttp=dotnet'.", isPassing: false);
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", curl])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Not the repository's.
            WorkingDirectory = "/",
        };
        var variables = Passed.Select(name => (name, Environment.GetEnvironmentVariable(name))).ToArray();
        start.Environment.Clear();
        foreach (var (name, value) in variables)
        {
            if (value is not null) start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new HttpFailedException($"curl cannot be started: {e.Message}", isPassing: false, e);
        }
    }

    async Task WriteAsync(Stream input, HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await using (input)
            {
                await input.WriteAsync(Encoding.ASCII.GetBytes(Options(request)), cancellationToken);
                await input.WriteAsync(request.Body, cancellationToken);
            }
        }
        catch (IOException)
        {
            // curl has ended, or needs no more: its exit code tells what came of it.
        }
    }

    string Options(HttpRequest request)
    {
        var address = request.Address;
        var host = address.HostNameType == UriHostNameType.IPv6 ? $"[{address.DnsSafeHost}]" : address.IdnHost;
        var options = new StringBuilder();
        // What is in braces is part of the address. Nothing is followed, and no other protocol is spoken.
        options.Append(CultureInfo.InvariantCulture, $"""
            silent
            show-error
            globoff
            path-as-is
            http1.1
            suppress-connect-headers
            proto = "={address.Scheme}"
            max-time = {Math.Ceiling(settings.TimeLimit.TotalSeconds) + 5}
            data-binary = "@-"
            request = {Quoted(request.Method)}
            url = {Quoted($"{address.Scheme}://{host}:{address.Port}{address.PathAndQuery}")}
            user-agent = ""
            header = "Accept:"
            header = "Expect:"
            header = {Quoted($"Content-Type: {request.ContentType}")}

            """);
        foreach (var (name, value) in request.Headers)
        {
            // So curl wants one that is sent empty.
            options.Append(CultureInfo.InvariantCulture, $"header = {Quoted(value.Length == 0 ? $"{name};" : $"{name}: {value}")}\n");
        }

        return options.Append('\n').ToString();
    }

    static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    async Task<byte[]> ReadAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        var read = new ArrayBufferWriter<byte>();
        while (await stream.ReadAsync(read.GetMemory(16 * 1024), cancellationToken) is > 0 and var count)
        {
            read.Advance(count);
            if (read.WrittenCount > limit) throw HttpFailedException.TooLarge(settings);
        }

        return read.WrittenSpan.ToArray();
    }

    static HttpReply ReplyOf(int exitCode, string head, byte[] body)
    {
        if (exitCode != 0) throw Failure(exitCode, head);

        int? status = null;
        string? location = null, after = null;
        foreach (var line in head.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("HTTP/", StringComparison.Ordinal)) status = StatusOf(line);
            // What comes later is sent after the body.
            else if (line.IsEmpty && status is >= 200) break;
            else if (ValueOf(line, "location") is { } address) location ??= address;
            else if (ValueOf(line, "retry-after") is { } wait) after ??= wait;
        }

        return new HttpReply(status ?? throw HttpFailedException.Cut(), body, location, after);
    }

    static int? StatusOf(ReadOnlySpan<char> line)
    {
        var code = line[(line.IndexOf(' ') + 1)..];
        return code.Length >= 3 && int.TryParse(code[..3], NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null;
    }

    static string? ValueOf(ReadOnlySpan<char> line, string name)
    {
        var colon = line.IndexOf(':');
        return colon > 0 && line[..colon].Equals(name, StringComparison.OrdinalIgnoreCase) ? line[(colon + 1)..].Trim().ToString() : null;
    }

    static HttpFailedException Failure(int exitCode, string head) => exitCode switch
    {
        5 => new("The proxy's name cannot be resolved.", isPassing: true),
        6 => new("The server's name cannot be resolved.", isPassing: true),
        7 => new("Cannot connect to the server.", isPassing: true),
        28 => new("There was no answer in time.", isPassing: true),
        18 or 52 or 55 or 56 => HttpFailedException.Cut(),
        35 or 51 or 53 or 54 or 58 or 59 or 60 or 64 or 66 or 77 or 80 or 82 or 83 or 90 or 91 => new(
            $"The connection is not secure: {Said(head)}{CertificateStore.Hint}", isPassing: true),
        _ => new($"The request could not be sent (curl's exit code {exitCode}).", isPassing: true),
    };

    /// <summary>What curl says of a failure, in its last line.</summary>
    static string Said(string head)
    {
        var line = head.TrimEnd().Split('\n').LastOrDefault(line => line.StartsWith("curl: ", StringComparison.Ordinal), "");
        var text = line[(line.IndexOf(')', StringComparison.Ordinal) + 1)..].Trim();
        return text.Length == 0 ? "curl does not say why." : $"{text.TrimEnd('.')}.";
    }
}
