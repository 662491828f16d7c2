using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Spaceforge.Shared;

namespace Spaceforge.Plugins.Tests;

/// <summary>
/// A server on loopback that speaks the protocols of the Parameter Store, Secrets Manager, STS, and of containers and instances with a
/// role. It calculates each signature itself, from the bytes that it received, and refuses others.
/// </summary>
sealed class AwsServer : IDisposable
{
    const int LargestBody = 10_000_000;

    readonly LoopbackServer _server;
    readonly ConcurrentQueue<(int Status, string Body)> _faults = new();

    public AwsServer() => _server = new LoopbackServer(_ => LargestBody, AnswerAsync);

    public Uri Address => new($"{_server.Address}/");

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

    public void Dispose() => _server.Dispose();

    Task<LoopbackAnswer> AnswerAsync(LoopbackRequest request, string body)
    {
        var (status, text) = _faults.TryDequeue(out var fault) ? fault : Answer(request, body);
        return Task.FromResult(new LoopbackAnswer(status, Encoding.UTF8.GetBytes(text)));
    }

    (int Status, string Body) Answer(LoopbackRequest request, string body)
    {
        var path = request.Path;
        Requests.Enqueue(Header(request, "X-Amz-Target") ?? (path == "/" ? body : $"{request.Method} {path}"));
        return path switch
        {
            "/latest/api/token" => request.Method == "PUT" && Header(request, "X-aws-ec2-metadata-token-ttl-seconds") is not null
                ? (200, "token-of-the-instance") : (400, ""),
            "/latest/meta-data/iam/security-credentials/" => IsInstance() ? (200, "the-role") : (401, ""),
            "/latest/meta-data/iam/security-credentials/the-role" => IsInstance() && RoleCredentials is { } role ? (200, role.ToJsonString()) : (401, ""),
            "/container" => Header(request, "Authorization") == "token-of-the-container" && RoleCredentials is { } role ? (200, role.ToJsonString()) : (401, ""),
            "/" when Header(request, "X-Amz-Target") is { } target => Problem(request, body, target) is { } problem ? Error("SignatureDoesNotMatch", problem) : Operation(target, body),
            "/" when Sts is { } sts && Header(request, "Authorization") is null => (200, sts),
            _ => (404, ""),
        };

        bool IsInstance() => Header(request, "X-aws-ec2-metadata-token") == "token-of-the-instance";
    }

    (int Status, string Body) Operation(string target, string body)
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
    string? Problem(LoopbackRequest request, string body, string target)
    {
        var parts = (Header(request, "Authorization") ?? "").Split(' ');
        if (parts is not ["AWS4-HMAC-SHA256", _, _, _]) return "no signature";
        var fields = parts[1..].Select(part => part.TrimEnd(',').Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var date = Header(request, "X-Amz-Date")!;
        var service = target.StartsWith("AmazonSSM", StringComparison.Ordinal) ? "ssm" : "secretsmanager";
        var scope = $"{date[..8]}/{Region}/{service}/aws4_request";
        if (fields["Credential"] != $"{KeyId}/{scope}") return $"the credential is {fields["Credential"]}";
        if (Header(request, "X-Amz-Security-Token") != Token) return "another session token";

        var signed = fields["SignedHeaders"].Split(';');
        string[] needed = ["content-type", "host", "x-amz-date", .. Token is null ? Array.Empty<string>() : ["x-amz-security-token"], "x-amz-target"];
        if (!signed.SequenceEqual(needed)) return $"the signed headers are {fields["SignedHeaders"]}";

        var lines = new StringBuilder("POST\n/\n\n");
        foreach (var name in signed) lines.Append($"{name}:{Header(request, name)}\n");
        lines.Append($"\n{fields["SignedHeaders"]}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}");
        var text = $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())))}";
        var key = Encoding.UTF8.GetBytes($"AWS4{SecretKey}");
        foreach (var part in scope.Split('/')) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return fields["Signature"] == Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text))) ? null : "another signature";
    }

    static string? Header(LoopbackRequest request, string name) => request.Headers.GetValueOrDefault(name);
}
