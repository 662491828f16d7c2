using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Spaceforge.Plugins.Tests;

/// <summary>
/// A server on loopback that speaks the protocols of the Parameter Store, Secrets Manager, STS, and of containers and instances with a
/// role. It calculates each signature itself, from the bytes that it received, and refuses others.
/// </summary>
sealed class AwsServer : IDisposable
{
    readonly HttpListener _listener = new();
    readonly ConcurrentQueue<(int Status, string Body)> _faults = new();
    readonly Task _loop;

    public AwsServer()
    {
        Uri? address = null;
        while (address is null)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var candidate = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
            probe.Stop();
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add(candidate.AbsoluteUri);
            try
            {
                _listener.Start();
                address = candidate;
            }
            catch (HttpListenerException)
            {
                // Another process took the port.
            }
        }

        Address = address;
        _loop = RunAsync();
    }

    public Uri Address { get; }

    public string KeyId { get; set; } = "AKIDEXAMPLE";

    public string SecretKey { get; set; } = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    /// <summary>The session token that requests must have; null if they must have none.</summary>
    public string? Token { get; set; }

    public string Region { get; set; } = "eu-west-1";

    /// <summary>The values in the Parameter Store.</summary>
    public SortedDictionary<string, string> Store { get; } = new(StringComparer.Ordinal);

    /// <summary>What GetSecretValue answers, by name or ARN.</summary>
    public Dictionary<string, JsonObject> Secrets { get; } = [];

    /// <summary>The XML of STS's answer.</summary>
    public string? Sts { get; set; }

    /// <summary>The credentials of the role of the container or the instance.</summary>
    public JsonObject? RoleCredentials { get; set; }

    /// <summary>The operations and forms that were asked for, oldest first.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Answers the next request with this.</summary>
    public void Fail(int status, string body) => _faults.Enqueue((status, body));

    public void Dispose()
    {
        _listener.Close();
        Assert.True(_loop.Wait(TimeSpan.FromSeconds(30)), "The server did not stop.");
    }

    async Task RunAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                var (status, text) = _faults.TryDequeue(out var fault) ? fault : Answer(context.Request, body.ToArray());
                context.Response.StatusCode = status;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or IOException)
            {
                // The plugin did not wait for the end of the answer.
            }
        }
    }

    (int Status, string Body) Answer(HttpListenerRequest request, byte[] body)
    {
        var path = request.Url!.AbsolutePath;
        Requests.Enqueue(request.Headers["X-Amz-Target"] ?? (path == "/" ? Encoding.UTF8.GetString(body) : $"{request.HttpMethod} {path}"));
        return path switch
        {
            "/latest/api/token" => request.HttpMethod == "PUT" && request.Headers["X-aws-ec2-metadata-token-ttl-seconds"] is not null
                ? (200, "token-of-the-instance") : (400, ""),
            "/latest/meta-data/iam/security-credentials/" => IsInstance() ? (200, "the-role") : (401, ""),
            "/latest/meta-data/iam/security-credentials/the-role" => IsInstance() && RoleCredentials is { } role ? (200, role.ToJsonString()) : (401, ""),
            "/container" => request.Headers["Authorization"] == "token-of-the-container" && RoleCredentials is { } role ? (200, role.ToJsonString()) : (401, ""),
            "/" when request.Headers["X-Amz-Target"] is { } target => Problem(request, body, target) is { } problem ? Error("SignatureDoesNotMatch", problem) : Operation(target, body),
            "/" when Sts is { } sts && request.Headers["Authorization"] is null => (200, sts),
            _ => (404, ""),
        };

        bool IsInstance() => request.Headers["X-aws-ec2-metadata-token"] == "token-of-the-instance";
    }

    (int Status, string Body) Operation(string target, byte[] body)
    {
        var asked = JsonNode.Parse(body)!;
        switch (target)
        {
            case "AmazonSSM.GetParameter":
                var name = (string)asked["Name"]!;
                return (bool)asked["WithDecryption"]! && Store.TryGetValue(name, out var value)
                    ? (200, new JsonObject { ["Parameter"] = Parameter(name, value) }.ToJsonString()) : Error("ParameterNotFound", "");
            case "AmazonSSM.GetParametersByPath":
                var path = $"{((string)asked["Path"]!).TrimEnd('/')}/";
                var found = Store.Where(parameter => parameter.Key.StartsWith(path, StringComparison.Ordinal)).ToList();
                // AWS may return fewer than were asked for, and even none, with a token for the next page.
                var first = int.Parse((string?)asked["NextToken"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
                var answer = new JsonObject { ["Parameters"] = new JsonArray([.. found.Skip(first).Take(2).Select(parameter => Parameter(parameter.Key, parameter.Value))]) };
                if (first <= found.Count) answer["NextToken"] = $"{first + 2}";
                return (200, answer.ToJsonString());
            case "secretsmanager.GetSecretValue":
                return Secrets.TryGetValue((string)asked["SecretId"]!, out var secret)
                    ? (200, secret.ToJsonString()) : Error("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
            default:
                return Error("UnknownOperationException", "");
        }

        static JsonNode Parameter(string name, string value) => new JsonObject { ["Name"] = name, ["Type"] = "SecureString", ["Value"] = value, ["Version"] = 1 };
    }

    static (int Status, string Body) Error(string code, string message) => (400, new JsonObject { ["__type"] = code, ["message"] = message }.ToJsonString());

    /// <summary>What is wrong with the signature of a request, or null.</summary>
    string? Problem(HttpListenerRequest request, byte[] body, string target)
    {
        var parts = (request.Headers["Authorization"] ?? "").Split(' ');
        if (parts is not ["AWS4-HMAC-SHA256", _, _, _]) return "no signature";
        var fields = parts[1..].Select(part => part.TrimEnd(',').Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var date = request.Headers["X-Amz-Date"]!;
        var service = target.StartsWith("AmazonSSM", StringComparison.Ordinal) ? "ssm" : "secretsmanager";
        var scope = $"{date[..8]}/{Region}/{service}/aws4_request";
        if (fields["Credential"] != $"{KeyId}/{scope}") return $"the credential is {fields["Credential"]}";
        if (request.Headers["X-Amz-Security-Token"] != Token) return "another session token";

        var signed = fields["SignedHeaders"].Split(';');
        string[] needed = ["content-type", "host", "x-amz-date", .. Token is null ? Array.Empty<string>() : ["x-amz-security-token"], "x-amz-target"];
        if (!signed.SequenceEqual(needed)) return $"the signed headers are {fields["SignedHeaders"]}";

        var lines = new StringBuilder("POST\n/\n\n");
        foreach (var name in signed) lines.Append($"{name}:{request.Headers[name]}\n");
        lines.Append($"\n{fields["SignedHeaders"]}\n{Convert.ToHexStringLower(SHA256.HashData(body))}");
        var text = $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())))}";
        var key = Encoding.UTF8.GetBytes($"AWS4{SecretKey}");
        foreach (var part in scope.Split('/')) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return fields["Signature"] == Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text))) ? null : "another signature";
    }
}
