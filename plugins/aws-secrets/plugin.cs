#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using Microsoft.Extensions.Logging;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<AwsSecretsPlugin>(args);

sealed class AwsSecretsPlugin : SpaceforgePlugin
{
    const string VariableLabel = "aws-secret:";
    const string FileLabel = "aws-secret-file:";
    const int MostSecrets = 200;
    const int ShortestMasked = 4;

    public override string Name => "aws-secrets";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["aws", "secrets"];
    public override bool ExportsVariables => true;
    public override string Description => """
        Sets environment variables and writes files with values from the AWS Systems Manager Parameter Store and AWS Secrets Manager.

        Values are masked, and available to Terraform, later hooks and other plugins.
        """;

    [Parameter("Variables", Id = "aws_secrets_variables", Description = "Variables with their sources: NAME=/parameter, NAME=secretsmanager:secret, NAME=secretsmanager:secret#member, or PREFIX_*=/path/ for all parameters below a path")]
    public IReadOnlyList<string> Variables { get; init; } = [];

    [Parameter("Files", Id = "aws_secrets_files", Description = "Files in the project root with their sources: certs/tls.key=/parameter, app.json=secretsmanager:secret, or certs/*=/path/ for all parameters below a path")]
    public IReadOnlyList<string> Files { get; init; } = [];

    [Parameter("Stack labels", Id = "aws_secrets_stack_labels", Description = "Whether labels of the stack add to these lists: aws-secret:NAME=/parameter and aws-secret-file:certs/tls.key=/parameter")]
    public bool StackLabels { get; init; } = true;

    [Parameter("Region", Id = "aws_secrets_region", Description = "The AWS region. If empty: the variable AWS_REGION, then AWS_DEFAULT_REGION")]
    public string Region { get; init; } = "";

    // Tasks may skip init, and destroying a stack may not run it.
    protected override Task BeforeInitAsync(CancellationToken cancellationToken) => OncePerWorkspaceAsync("read", ReadAsync, cancellationToken);

    protected override Task BeforePerformAsync(CancellationToken cancellationToken) => OncePerWorkspaceAsync("read", ReadAsync, cancellationToken);

    protected override Task BeforeDestroyAsync(CancellationToken cancellationToken) => OncePerWorkspaceAsync("read", ReadAsync, cancellationToken);

    async Task ReadAsync(CancellationToken cancellationToken)
    {
        var mappings = Mappings();
        using var aws = new AwsClient(Services, Region);
        var secrets = new List<Secret>();
        foreach (var mapping in mappings)
        {
            if (mapping.IsFile) _ = ProjectPath(mapping.Target);
            secrets.AddRange(await aws.ReadAsync(mapping, cancellationToken));
            if (secrets.Count > MostSecrets) throw new PluginFailedException($"There are more than {MostSecrets} values. Choose a narrower path.");
        }

        foreach (var secret in secrets) Mask(secret);
        Check(secrets);
        foreach (var secret in secrets)
        {
            if (secret.IsFile) Write(secret);
            else ExportVariable(secret.Target, secret.Text!, sensitive: true);
        }

        Logger.LogInformation("Read {Count} values from AWS.", secrets.Count);
        await SendMarkdownAsync(Report(secrets), cancellationToken);
    }

    List<Mapping> Mappings()
    {
        var mappings = Variables.Select(text => Mapping.Parse(text, isFile: false)).Concat(Files.Select(text => Mapping.Parse(text, isFile: true)));
        if (StackLabels) mappings = mappings.Concat(Labelled(VariableLabel, isFile: false)).Concat(Labelled(FileLabel, isFile: true));
        return [.. mappings.Distinct()];

        IEnumerable<Mapping> Labelled(string start, bool isFile) =>
            RunInfo.StackLabels.Where(label => label.StartsWith(start, StringComparison.Ordinal)).Select(label => Mapping.Parse(label[start.Length..], isFile));
    }

    void Mask(Secret secret)
    {
        AddMask(secret.Text ?? Convert.ToBase64String(secret.Content));
        if (secret.Text is { Length: < ShortestMasked }) Logger.LogWarning("The value of {Source} has fewer than {Count} characters, so it is not masked.", secret.Source, ShortestMasked);
    }

    /// <summary>Fails before anything is set or written.</summary>
    static void Check(IReadOnlyList<Secret> secrets)
    {
        if (secrets.FirstOrDefault(secret => !secret.IsFile && secret.Text is null) is { } binary)
            throw new PluginFailedException($"{binary.Source} is not text, so it cannot be the value of {binary.Target}. Write it to a file.");

        if (secrets.GroupBy(secret => (secret.IsFile, secret.Target)).FirstOrDefault(group => group.Count() > 1)?.ToList() is [var one, var other, ..])
            throw new PluginFailedException($"{one.Target} has two values: {one.Source} and {other.Source}.");
    }

    void Write(Secret secret)
    {
        var path = ProjectPath(secret.Target);
        if (RunInfo.IsLocal)
        {
            Logger.LogInformation("This is a local run: {File} is not written, so that no secret ends up in the repository.", secret.Target);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // WriteFile keeps the mode of a file: nobody else can read it, not even for a moment.
        WriteFile(secret.Target, []);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        WriteFile(secret.Target, secret.Content);
    }

    static string Report(IReadOnlyList<Secret> secrets)
    {
        var report = new MarkdownBuilder().Heading(1, "Secrets from AWS");
        return secrets.Count == 0
            ? report.Paragraph("None: neither the plugin's parameters nor the stack's labels name any.").ToString()
            : report.Table(["Name", "Kind", "Source"], secrets.Select(secret =>
                (MarkdownText[])[MarkdownText.Code(secret.Target), secret.IsFile ? "File" : "Variable", MarkdownText.Code(secret.Source)])).ToString();
    }
}

/// <summary>A value that was read; its text is null if it is binary.</summary>
sealed record Secret(string Target, bool IsFile, string Source, byte[] Content, string? Text);

/// <summary>
/// An item of a list: a variable or a file, and the service, the name or ARN, and the member of a JSON object that it gets its value from.
/// A target that ends with <c>*</c> stands for all parameters below a path.
/// </summary>
sealed record Mapping(string Target, bool IsFile, string Service, string Id, string Member)
{
    const string Ssm = "ssm";
    const string SecretsManager = "secretsmanager";
    static readonly Regex VariableName = new(@"\A([A-Za-z_][A-Za-z0-9_]*\*?|\*)\z");

    public bool IsPath => Target.EndsWith('*');

    public string Source => $"{(Service == Ssm ? "parameter" : "secret")} {Id}{(Member.Length > 0 ? $"#{Member}" : "")}";

    /// <summary>The region in an ARN, or null.</summary>
    public string? Region => Id.StartsWith("arn:", StringComparison.Ordinal) && Id.Split(':') is [_, _, _, { Length: > 0 } region, ..] ? region : null;

    public static Mapping Parse(string text, bool isFile)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var (target, reference) = equals < 0 ? ("", text.Trim()) : (text[..equals].Trim(), text[(equals + 1)..].Trim());
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var (source, member) = hash < 0 ? (reference, "") : (reference[..hash], reference[(hash + 1)..]);
        var (service, id) =
            source.StartsWith('/') ? (Ssm, source)
            : source.Split(':', 2) is [Ssm or SecretsManager, _] parts ? (parts[0], parts[1])
            : source.Split(':') is ["arn", _, Ssm or SecretsManager, ..] arn ? (arn[2], source)
            : ("", "");
        var mapping = new Mapping(target, isFile, service, id, member);
        var problem =
            target.Length == 0 ? $"it has no {(isFile ? "file" : "variable")} before a '='"
            : !isFile && !VariableName.IsMatch(target) ? $"'{target}' is not a variable name"
            : id.Length == 0 ? $"'{reference}' is neither a parameter (/name or ssm:name) nor a secret (secretsmanager:name) nor the ARN of one"
            : hash >= 0 && member.Length == 0 ? "there is no member after the '#'"
            : mapping.IsPath && (service != Ssm || hash >= 0 || !id.StartsWith('/')) ? "only a path of the Parameter Store, such as /shop/, can have several values"
            : null;
        return problem is null ? mapping : throw new PluginFailedException($"'{text}' is not valid: {problem}.");
    }

    /// <summary>The variable or the file for a parameter below the path.</summary>
    public string TargetOf(string name)
    {
        var rest = name.StartsWith(Id, StringComparison.Ordinal) ? name[Id.Length..].TrimStart('/') : name.TrimStart('/');
        return Target[..^1] + (IsFile ? rest : Regex.Replace(rest, "[^A-Za-z0-9]", "_").ToUpperInvariant());
    }
}

/// <summary>The two services, over HTTPS and with signed requests.</summary>
sealed class AwsClient(HookServices services, string region) : IDisposable
{
    const int Attempts = 5;
    const int MostPages = 50;
    const int LargestAnswer = 2_000_000;
    const string Json = "application/x-amz-json-1.1";
    static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(20);

    static readonly string[] Temporary =
    [
        "IDPCommunicationError", "InternalServerError", "InternalServiceError", "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException",
        "Throttling", "ThrottledException", "ThrottlingException", "TooManyRequestsException",
    ];

    readonly HttpClient _client = Client(useProxy: true);
    AwsCredentials? _credentials;

    public static HttpClient Client(bool useProxy) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = AttemptLimit, UseProxy = useProxy })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
        };

    public void Dispose() => _client.Dispose();

    public async Task<IReadOnlyList<Secret>> ReadAsync(Mapping mapping, CancellationToken cancellationToken)
    {
        if (mapping.IsPath) return await ReadPathAsync(mapping, cancellationToken);

        return mapping.Service == "ssm"
            ? [Value(mapping, (await CallAsync(mapping, "AmazonSSM.GetParameter", new() { ["Name"] = mapping.Id, ["WithDecryption"] = true }, cancellationToken)).Member("Parameter").Text("Value"))]
            : [SecretOf(mapping, await CallAsync(mapping, "secretsmanager.GetSecretValue", new() { ["SecretId"] = mapping.Id }, cancellationToken))];
    }

    async Task<IReadOnlyList<Secret>> ReadPathAsync(Mapping mapping, CancellationToken cancellationToken)
    {
        var found = new List<Secret>();
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var body = new JsonObject { ["Path"] = mapping.Id, ["Recursive"] = true, ["WithDecryption"] = true, ["MaxResults"] = 10 };
            if (next is not null) body["NextToken"] = next;
            var answer = await CallAsync(mapping, "AmazonSSM.GetParametersByPath", body, cancellationToken);
            foreach (var parameter in answer.List("Parameters"))
            {
                var name = parameter.Text("Name") ?? throw Failed(mapping, "AWS returned a parameter without a name");
                found.Add(Value(mapping with { Id = name }, parameter.Text("Value")) with { Target = mapping.TargetOf(name) });
            }

            next = answer.Text("NextToken");
            if (string.IsNullOrEmpty(next)) return found.Count > 0 ? found : throw Failed(mapping, "there is no parameter below this path");
        }

        throw Failed(mapping, $"there are more than {MostPages} pages");
    }

    static Secret SecretOf(Mapping mapping, Answer answer)
    {
        if (answer.Text("SecretString") is { } text) return Value(mapping, text);
        if (mapping.Member.Length > 0) throw Failed(mapping, "the secret is binary, and has no members");

        try
        {
            return new(mapping.Target, mapping.IsFile, mapping.Source, Convert.FromBase64String(answer.Text("SecretBinary") ?? throw Failed(mapping, "it has no value")), null);
        }
        catch (FormatException)
        {
            throw Failed(mapping, "AWS returned a binary value that is not Base64");
        }
    }

    static Secret Value(Mapping mapping, string? text)
    {
        if (text is null) throw Failed(mapping, "it has no value");

        if (mapping.Member.Length > 0)
        {
            var json = Answer.Parse(text) ?? throw Failed(mapping, "the value is not a JSON object");
            text = json.Scalar(mapping.Member) ?? throw Failed(mapping, $"the JSON object has no member '{mapping.Member}'");
        }

        return new(mapping.Target, mapping.IsFile, mapping.Source, Encoding.UTF8.GetBytes(text), text);
    }

    async Task<Answer> CallAsync(Mapping mapping, string target, JsonObject body, CancellationToken cancellationToken)
    {
        var used = mapping.Region ?? AwsAddress.RegionOf(services.Env, region);
        var address = AwsAddress.Of(services.Env, mapping.Service, used);
        var content = Encoding.UTF8.GetBytes(body.ToJsonString());
        _credentials ??= await new AwsIdentity(services, this, used).FindAsync(cancellationToken);
        var answer = await SendAsync(_client, Signed, Attempts, mapping.Source, cancellationToken);
        if (answer.Status != HttpStatusCode.OK) throw Failed(mapping, AwsError.Of(answer).ToString());

        return Answer.Parse(answer.Body) ?? throw Failed(mapping, "AWS did not answer with a JSON object");

        // A new signature for each attempt: one is valid for a few minutes only.
        HttpRequestMessage Signed()
        {
            var headers = new List<(string Name, string Value)>
            {
                ("Host", address.Authority), ("Content-Type", Json), ("X-Amz-Target", target), ("X-Amz-Date", SignatureV4.Date(services.Clock.GetUtcNow())),
            };
            if (_credentials.Token is { } token) headers.Add(("X-Amz-Security-Token", token));
            var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(content) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", Json);
            foreach (var (name, value) in headers.Where(header => header.Name is not ("Host" or "Content-Type"))) request.Headers.TryAddWithoutValidation(name, value);
            request.Headers.TryAddWithoutValidation("Authorization", SignatureV4.Authorization("POST", address, headers, content, used, mapping.Service, _credentials));
            return request;
        }
    }

    /// <summary>Sends a request until there is an answer that another attempt would not change.</summary>
    public async Task<(HttpStatusCode Status, string Body)> SendAsync(
        HttpClient client, Func<HttpRequestMessage> create, int attempts, string what, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            string failure;
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(AttemptLimit);
                using var request = create();
                using var response = await client.SendAsync(request, limit.Token);
                var answer = (response.StatusCode, await response.Content.ReadAsStringAsync(limit.Token));
                var error = answer.StatusCode == HttpStatusCode.OK ? null : AwsError.Of(answer);
                if (error is null || !(answer.StatusCode == HttpStatusCode.TooManyRequests || (int)answer.StatusCode >= 500 || Temporary.Contains(error.Code))) return answer;
                failure = error.ToString();
            }
            catch (HttpRequestException e)
            {
                failure = $"{e.HttpRequestError}: {ShortText.Of(e.Message, 200)}";
                if (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded) attempt = attempts;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                failure = $"there was no answer within {AttemptLimit.TotalSeconds} seconds";
            }

            if (attempt >= attempts) throw new PluginFailedException($"Cannot read {what}: {failure} ({attempts} attempts)");

            // Runs that start together and are throttled together must not try again together.
            await Task.Delay(TimeSpan.FromSeconds(1 << (attempt - 1)) * (1 + Random.Shared.NextDouble() / 2), services.Clock, cancellationToken);
        }
    }

    static PluginFailedException Failed(Mapping mapping, string reason) => new($"Cannot read {mapping.Source}: {reason}.");
}

/// <summary>A JSON object in an answer. Messages about it never contain values.</summary>
readonly record struct Answer(JsonElement Value)
{
    public static Answer? Parse(string json)
    {
        try
        {
            return JsonElement.Parse(json) is { ValueKind: JsonValueKind.Object } value ? new(value) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string? Text(string member) => Find(member) is { ValueKind: JsonValueKind.String } ? Scalar(member) : null;

    /// <summary>A string, or another value as it is written; null if there is none.</summary>
    public string? Scalar(string member)
    {
        try
        {
            return Find(member) is not { } value || value.ValueKind == JsonValueKind.Null ? null
                : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }

    public Answer Member(string member) => new(Find(member) ?? default);

    public IEnumerable<Answer> List(string member) => Find(member) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(item => new Answer(item)) : [];

    JsonElement? Find(string member) => Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(member, out var found) ? found : null;
}

/// <summary>An error of a service, in JSON or, from STS, in XML.</summary>
sealed record AwsError(string Code, string Message)
{
    public static AwsError Of((HttpStatusCode Status, string Body) answer)
    {
        var (code, message) = answer.Body.TrimStart().StartsWith('<') && Xml.Children(answer.Body, "Error") is { } xml
            ? (xml.GetValueOrDefault("Code"), xml.GetValueOrDefault("Message"))
            : Answer.Parse(answer.Body) is { } json ? (json.Text("__type") ?? json.Text("code"), json.Text("message") ?? json.Text("Message")) : default;
        // Some services put a namespace before the code: com.amazonaws.ssm#ParameterNotFound.
        return new(code?[(code.LastIndexOf('#') + 1)..] ?? $"status {(int)answer.Status}", message ?? "");
    }

    public override string ToString() => ShortText.Of(Message.Length == 0 ? Code : $"{Code}: {Message.TrimEnd('.')}", 400);
}

/// <summary>The only XML is that of STS: no document types, no entities, nothing is loaded.</summary>
static class Xml
{
    /// <summary>The texts of an element's children by their names; null if there is no such element, or the XML is not valid.</summary>
    public static Dictionary<string, string>? Children(string xml, string parent)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 1_000_000 };
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), settings);
            if (!reader.ReadToFollowing(parent)) return null;

            var children = new Dictionary<string, string>();
            var depth = reader.Depth;
            var name = "";
            while (reader.Read() && reader.Depth > depth)
            {
                if (reader.NodeType == XmlNodeType.Element) name = reader.Depth == depth + 1 ? reader.LocalName : "";
                else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && name.Length > 0) children[name] = reader.Value;
            }

            return children;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}

/// <summary>Where the services are.</summary>
static class AwsAddress
{
    static readonly Regex RegionName = new(@"\A[a-z0-9-]+\z");

    public static string RegionOf(EnvironmentVariables env, string parameter) =>
        ((string?[])[parameter, env.Get("AWS_REGION"), env.Get("AWS_DEFAULT_REGION")]).FirstOrDefault(name => !string.IsNullOrWhiteSpace(name))?.Trim()
            ?? throw new PluginFailedException("There is no AWS region: set the parameter 'Region' or the variable AWS_REGION.");

    public static Uri Of(EnvironmentVariables env, string service, string region)
    {
        if (!RegionName.IsMatch(region)) throw new PluginFailedException($"'{region}' is not an AWS region.");

        // The names that AWS's own tools read.
        var variable = $"AWS_ENDPOINT_URL_{(service == "secretsmanager" ? "SECRETS_MANAGER" : service.ToUpperInvariant())}";
        var (name, text) = env.Get(variable) is { Length: > 0 } own ? (variable, own) : ("AWS_ENDPOINT_URL", env.Get("AWS_ENDPOINT_URL"));
        if (string.IsNullOrEmpty(text)) return new($"https://{service}.{region}.amazonaws.com{(region.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : "")}/");

        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback))
            ? uri : throw new PluginFailedException($"The value of {name} is not a URL that starts with https://.");
    }
}

/// <summary>The keys that requests are signed with.</summary>
sealed record AwsCredentials(string KeyId, string Secret, string? Token);

/// <summary>Finds credentials in the order of AWS's own tools, without their configuration files.</summary>
sealed class AwsIdentity(HookServices services, AwsClient aws, string region)
{
    const int Attempts = 3;
    const int LongestToken = 64_000;
    static readonly TimeSpan MetadataLimit = TimeSpan.FromSeconds(5);

    // Where ECS and EKS answer, without encryption, on the machine itself.
    static readonly string[] ContainerHosts = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"];

    public async Task<AwsCredentials> FindAsync(CancellationToken cancellationToken)
    {
        var (source, credentials) =
            FromEnvironment() is { } keys ? ("the environment", keys)
            : Get("AWS_WEB_IDENTITY_TOKEN_FILE") is { } file && Get("AWS_ROLE_ARN") is { } role ? ($"web identity as {role}", await AssumeAsync(role, file, cancellationToken))
            : ContainerAddress() is { } address ? ("the container", await FromContainerAsync(address, cancellationToken))
            : ("the instance", await FromInstanceAsync(cancellationToken));
        services.AddMask(credentials.Secret);
        if (credentials.Token is { } token) services.AddMask(token);
        services.Logger.LogInformation("AWS credentials come from {Source}.", source);
        return credentials;
    }

    string? Get(string name) => services.Env.Get(name) is { Length: > 0 } value ? value : null;

    AwsCredentials? FromEnvironment() =>
        Get("AWS_ACCESS_KEY_ID") is { } id && Get("AWS_SECRET_ACCESS_KEY") is { } secret ? new(id, secret, Get("AWS_SESSION_TOKEN")) : null;

    async Task<AwsCredentials> AssumeAsync(string role, string file, CancellationToken cancellationToken)
    {
        var token = ReadToken("AWS_WEB_IDENTITY_TOKEN_FILE", file);
        services.AddMask(token);
        var form = new Dictionary<string, string>
        {
            ["Action"] = "AssumeRoleWithWebIdentity",
            ["Version"] = "2011-06-15",
            ["RoleArn"] = role,
            ["RoleSessionName"] = Get("AWS_ROLE_SESSION_NAME") ?? $"spaceforge-{services.RunInfo.Id ?? "local"}",
            ["WebIdentityToken"] = token,
        };
        var address = AwsAddress.Of(services.Env, "sts", region);
        using var client = AwsClient.Client(useProxy: true);
        var answer = await aws.SendAsync(client, () => new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) }, Attempts, $"the credentials of {role}", cancellationToken);
        if (answer.Status != HttpStatusCode.OK) throw new PluginFailedException($"Cannot assume the role {role}: {AwsError.Of(answer)}.");

        var found = Xml.Children(answer.Body, "Credentials") ?? [];
        return Of(found.GetValueOrDefault("AccessKeyId"), found.GetValueOrDefault("SecretAccessKey"), found.GetValueOrDefault("SessionToken"), "STS");
    }

    Uri? ContainerAddress()
    {
        if (Get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { } relative) return new(new Uri($"http://{ContainerHosts[0]}"), $"/{relative.TrimStart('/')}");
        if (Get("AWS_CONTAINER_CREDENTIALS_FULL_URI") is not { } full) return null;

        return Uri.TryCreate(full, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || (uri.Scheme == "http" && (uri.IsLoopback || ContainerHosts.Contains(uri.Host))))
            ? uri : throw new PluginFailedException("The value of AWS_CONTAINER_CREDENTIALS_FULL_URI is not a URL that starts with https://, or of ECS or EKS.");
    }

    async Task<AwsCredentials> FromContainerAsync(Uri address, CancellationToken cancellationToken)
    {
        var token = Get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { } file ? ReadToken("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file) : Get("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        if (token is not null) services.AddMask(token);
        using var client = AwsClient.Client(useProxy: false);
        var answer = await aws.SendAsync(client, () => Request(HttpMethod.Get, address, ("Authorization", token)), Attempts, "the container's credentials", cancellationToken);
        return Of(answer, "the container");
    }

    async Task<AwsCredentials> FromInstanceAsync(CancellationToken cancellationToken)
    {
        const string Role = "/latest/meta-data/iam/security-credentials/";
        var none = new PluginFailedException(
            "There are no AWS credentials. Add Spacelift's AWS integration to the stack, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE.");
        if (string.Equals(Get("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)) throw none;

        var service = new Uri(Get("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254");
        using var client = AwsClient.Client(useProxy: false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MetadataLimit);
        try
        {
            // Version 2 of the service: a request forged by others has no token.
            var token = await AskAsync(HttpMethod.Put, "/latest/api/token", ("X-aws-ec2-metadata-token-ttl-seconds", "300"));
            var header = ("X-aws-ec2-metadata-token", (string?)token.Body.Trim());
            var role = token.Status == HttpStatusCode.OK ? await AskAsync(HttpMethod.Get, Role, header) : token;
            if (role.Status != HttpStatusCode.OK) throw none;

            return Of(await AskAsync(HttpMethod.Get, Role + Uri.EscapeDataString(role.Body.Split('\n')[0].Trim()), header), "the instance");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw none;
        }

        async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpMethod method, string path, (string Name, string? Value) header)
        {
            try
            {
                using var request = Request(method, new(service, path), header);
                using var answer = await client.SendAsync(request, limit.Token);
                return (answer.StatusCode, await answer.Content.ReadAsStringAsync(limit.Token));
            }
            catch (HttpRequestException)
            {
                throw none;
            }
        }
    }

    static HttpRequestMessage Request(HttpMethod method, Uri address, (string Name, string? Value) header)
    {
        var request = new HttpRequestMessage(method, address);
        if (header.Value is not null) request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return request;
    }

    static AwsCredentials Of((HttpStatusCode Status, string Body) answer, string source)
    {
        var found = answer.Status == HttpStatusCode.OK ? Answer.Parse(answer.Body) : throw new PluginFailedException($"There are no AWS credentials: {source} answered {AwsError.Of(answer)}.");
        return Of(found?.Text("AccessKeyId"), found?.Text("SecretAccessKey"), found?.Text("Token"), source);
    }

    static AwsCredentials Of(string? id, string? secret, string? token, string source) =>
        id is { Length: > 0 } && secret is { Length: > 0 } ? new(id, secret, token) : throw new PluginFailedException($"There are no AWS credentials in the answer of {source}.");

    static string ReadToken(string variable, string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var bytes = new byte[LongestToken + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length <= LongestToken) return Encoding.UTF8.GetString(bytes, 0, length).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PluginFailedException($"Cannot read the file of {variable}: {e.Message}");
        }

        throw new PluginFailedException($"The file of {variable} is larger than {LongestToken} bytes.");
    }
}

/// <summary>AWS's signature, version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html</summary>
static class SignatureV4
{
    const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The value of X-Amz-Date.</summary>
    public static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The value of the header Authorization. The given headers are signed; Host and X-Amz-Date are among them.</summary>
    public static string Authorization(
        string method, Uri address, IEnumerable<(string Name, string Value)> headers, ReadOnlySpan<byte> body, string region, string service, AwsCredentials credentials)
    {
        var canonical = headers.GroupBy(header => header.Name.ToLowerInvariant(), header => Trim(header.Value), StringComparer.Ordinal)
            .OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => (Name: header.Key, Value: string.Join(',', header))).ToList();
        var names = string.Join(';', canonical.Select(header => header.Name));
        var date = canonical.Single(header => header.Name == "x-amz-date").Value;
        var scope = $"{date[..8]}/{region}/{service}/aws4_request";

        var request = $"{method}\n{address.AbsolutePath}\n{Query(address)}\n{string.Concat(canonical.Select(header => $"{header.Name}:{header.Value}\n"))}\n{names}\n{Hash(body)}";
        var text = $"{Algorithm}\n{date}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(request))}";
        var key = ((string[])[date[..8], region, service, "aws4_request"]).Aggregate(Encoding.UTF8.GetBytes($"AWS4{credentials.Secret}"), Mac);
        return $"{Algorithm} Credential={credentials.KeyId}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(Mac(key, text))}";
    }

    static string Query(Uri address) => string.Join('&', address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2)).Select(pair => (Name: Encode(pair[0]), Value: Encode(pair.ElementAtOrDefault(1) ?? "")))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal).Select(pair => $"{pair.Name}={pair.Value}"));

    static string Encode(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));

    static string Trim(string value) => Regex.Replace(value.Trim(), " +", " ");

    static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
