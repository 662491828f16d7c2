using Spaceforge.Testing;

namespace Spaceforge.Plugins.Tests;

/// <summary>The hooks of the plugin, against a server on loopback that verifies signatures.</summary>
public sealed class AwsSecretsTests : IDisposable
{
    const string Arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/app-AbCdEf";

    readonly FakeSpacelift _spacelift = new();
    readonly AwsServer _server = new();
    readonly PluginHarness<AwsSecretsPlugin> _harness = new() { Clock = new ImpatientClock() };

    public AwsSecretsTests()
    {
        _harness.Spacelift = _spacelift;
        Set("AWS_ENDPOINT_URL", _server.Address.AbsoluteUri);
        Set("AWS_REGION", "eu-west-1");
        Set("AWS_ACCESS_KEY_ID", _server.KeyId);
        Set("AWS_SECRET_ACCESS_KEY", _server.SecretKey);
        Set("AWS_EC2_METADATA_DISABLED", "true");
        _server.Store["/shop/db/password"] = "hunter2-it's $HOME";
        _server.Store["/shop/db/user-name"] = "application";
        _server.Store["/shop/tls.key"] = "-----BEGIN KEY-----\nc2VjcmV0LWtleQ==\n";
        _server.Secrets["shop/app"] = new() { ["Name"] = "shop/app", ["SecretString"] = """{"token": "t0ken-of-the-shop", "port": 5432, "on": null, "on": true}""" };
        _server.Secrets["shop/binary"] = new() { ["SecretBinary"] = "AAECAwT/" };
    }

    string Workspace => Path.GetDirectoryName(_harness.ProjectRoot)!;

    string Exported => File.ReadAllText(Path.Combine(Workspace, "plugins/.spaceforge/exports/aws-secrets.sh"));

    public void Dispose()
    {
        _harness.Dispose();
        _server.Dispose();
        _spacelift.Dispose();
    }

    [Fact]
    public async Task Parameters_and_secrets_become_variables_and_files()
    {
        Variables("DB_PASSWORD=/shop/db/password, TOKEN=secretsmanager:shop/app#token, PORT=secretsmanager:shop/app#port, ON=secretsmanager:shop/app#on");
        Files("certs/tls.key=ssm:/shop/tls.key, binary.dat=secretsmanager:shop/binary");
        var outcome = await ReadAsync();
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(
            """
            # sensitive: DB_PASSWORD
            export DB_PASSWORD='hunter2-it'\''s $HOME'
            # sensitive: ON
            export ON='true'
            # sensitive: PORT
            export PORT='5432'
            # sensitive: TOKEN
            export TOKEN='t0ken-of-the-shop'

            """,
            Exported);
        Assert.Equal(_server.Store["/shop/tls.key"], Text("certs/tls.key"));
        Assert.Equal([0, 1, 2, 3, 4, 255], File.ReadAllBytes(PathOf("binary.dat")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("certs/tls.key")));
        Assert.Contains("| `certs/tls.key` | File | `parameter /shop/tls.key` |", Assert.Single(outcome.Markdown), StringComparison.Ordinal);
        AssertNothingLeaked(outcome);
    }

    [Fact]
    public async Task All_pages_of_a_path_are_read()
    {
        _server.Store["/shop/db/port"] = "5432";
        Variables("APP_*=/shop/db/");
        Files("certs/*=/shop");
        var outcome = await ReadAsync();
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(["APP_PASSWORD", "APP_PORT", "APP_USER_NAME"], ExportedNames());
        Assert.Equal("application", Text("certs/db/user-name"));
        Assert.Equal(4, Directory.GetFiles(PathOf("certs"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Labels_of_the_stack_add_to_the_lists()
    {
        Set("TF_VAR_spacelift_stack_labels", "prod,aws-secret:DB_PASSWORD=/shop/db/password,aws-secret-file:key.pem=/shop/tls.key");
        Assert.True((await ReadAsync()).Succeeded);
        Assert.Equal(["DB_PASSWORD"], ExportedNames());
        Assert.True(File.Exists(PathOf("key.pem")));
    }

    [Fact]
    public async Task Labels_can_be_ignored_and_nothing_is_asked_for_then()
    {
        Set("TF_VAR_spacelift_stack_labels", "aws-secret:DB_PASSWORD=/shop/db/password");
        _harness.Parameters["aws_secrets_stack_labels"] = "false";
        var outcome = await ReadAsync();
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("None: neither the plugin's parameters nor the stack's labels name any.", outcome.Markdown[0], StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Values_are_read_once_and_masked_in_later_hooks()
    {
        Variables("DB_USER=/shop/db/user-name");
        Assert.True((await ReadAsync()).Succeeded);
        Assert.True((await _harness.RunAsync(Hook.BeforePerform, TestContext.Current.CancellationToken)).Succeeded);
        Assert.Single(_server.Requests);

        Set("DB_USER", "application");
        Variables("X=application");
        File.Delete(Directory.GetFiles(Path.Combine(Workspace, "plugins"), "*read*", SearchOption.AllDirectories).Single());
        Assert.Contains("'X=*****' is not valid", (await ReadAsync()).Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_region_of_an_ARN_is_used()
    {
        _server.Region = "eu-central-1";
        _server.Secrets[Arn] = new() { ["SecretString"] = "whole secret" };
        Variables($"APP={Arn}");
        var outcome = await ReadAsync();
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("export APP='whole secret'\n", Exported, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DB_PASSWORD=/shop/missing", "Cannot read parameter /shop/missing: ParameterNotFound.")]
    [InlineData("APP=secretsmanager:none", "Cannot read secret none: ResourceNotFoundException: Secrets Manager can't find the specified secret.")]
    [InlineData("APP=secretsmanager:shop/app#user", "Cannot read secret shop/app#user: the JSON object has no member 'user'.")]
    [InlineData("APP=/shop/tls.key#user", "Cannot read parameter /shop/tls.key#user: the value is not a JSON object.")]
    [InlineData("APP=secretsmanager:shop/binary", "secret shop/binary is not text, so it cannot be the value of APP. Write it to a file.")]
    [InlineData("*=/empty/", "Cannot read parameter /empty/: there is no parameter below this path.")]
    [InlineData("DB=/shop/db/password, DB=/shop/tls.key", "DB has two values: parameter /shop/db/password and parameter /shop/tls.key.")]
    [InlineData("/shop/db/password", "'/shop/db/password' is not valid: it has no variable before a '='.")]
    [InlineData("1X=/shop/db/password", "'1X' is not a variable name.")]
    [InlineData("X=shop", "'shop' is neither a parameter (/name or ssm:name) nor a secret (secretsmanager:name) nor the ARN of one.")]
    [InlineData("X=arn:aws:s3:::bucket", "'arn:aws:s3:::bucket' is neither a parameter")]
    [InlineData("X=/shop/app#", "there is no member after the '#'.")]
    [InlineData("X_*=secretsmanager:shop/", "only a path of the Parameter Store, such as /shop/, can have several values.")]
    public async Task A_mistake_fails_the_hook_before_anything_is_set(string variables, string message)
    {
        Variables($"FIRST=/shop/db/user-name, {variables}");
        Files("key.pem=/shop/tls.key");
        var outcome = await ReadAsync();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(message, outcome.Log, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Workspace, "plugins/.spaceforge/exports")), outcome.Log);
        Assert.False(File.Exists(PathOf("key.pem")));
        AssertNothingLeaked(outcome);
    }

    [Theory]
    [InlineData("../key.pem")]
    [InlineData("/etc/key.pem")]
    [InlineData("out/key.pem")]
    [Attack("repository", "contains a link to where secrets would be written", "the hook fails, and nothing is written outside of the project")]
    public async Task A_file_outside_of_the_project_is_refused(string file)
    {
        Directory.CreateDirectory(Path.Combine(Workspace, "outside"));
        Directory.CreateSymbolicLink(PathOf("out"), Path.Combine(Workspace, "outside"));
        Files($"{file}=/shop/tls.key");
        var outcome = await ReadAsync();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("is outside of the project root", outcome.Log, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(Workspace, "outside")));
    }

    [Fact]
    public async Task A_denied_parameter_is_named()
    {
        _server.Fail(400, """{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"User: arn:aws:sts::1:assumed-role/a is not authorized to perform: ssm:GetParameter"}""");
        Variables("DB_PASSWORD=/shop/db/password");
        var outcome = await ReadAsync();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("Cannot read parameter /shop/db/password: AccessDeniedException: User: arn:aws:sts::1:assumed-role/a is not authorized to perform: ssm:GetParameter.", outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"__type":"ThrottlingException","message":"Rate exceeded"}""")]
    [InlineData(429, "")]
    [InlineData(503, "<html>Service Unavailable</html>")]
    public async Task A_temporary_error_is_tried_again_with_a_new_signature(int status, string body)
    {
        for (var i = 0; i < 4; i++) _server.Fail(status, body);
        Variables("DB_PASSWORD=/shop/db/password");
        var outcome = await ReadAsync();
        Assert.True(outcome.Succeeded, outcome.Log);

        for (var i = 0; i < 5; i++) _server.Fail(status, body);
        Variables("OTHER=/shop/db/password");
        outcome = await _harness.UseAsync(
            async (services, stop) =>
            {
                using var aws = new AwsClient(services, "");
                await aws.ReadAsync(Mapping.Parse("OTHER=/shop/db/password", isFile: false), stop);
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("(5 attempts)", outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("another key", 1)]
    [InlineData("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", 0)]
    public async Task The_server_refuses_a_wrong_signature(string key, int exitCode)
    {
        Set("AWS_SECRET_ACCESS_KEY", key);
        Variables("DB_PASSWORD=/shop/db/password");
        var outcome = await ReadAsync();
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Equal(exitCode == 1, outcome.Log.Contains("SignatureDoesNotMatch: another signature", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[]", "AWS did not answer with a JSON object")]
    [InlineData("{\"Parameter\": 7}", "it has no value")]
    [InlineData("{\"Parameter\": {\"Value\": \"\\ud800\"}}", "it has no value")]
    [InlineData("hunter2-not-json", "AWS did not answer with a JSON object")]
    [Attack("AWS's answers", "are not what is documented", "the hook fails and names the parameter, without the answer")]
    public async Task An_answer_of_another_kind_fails_the_hook(string answer, string message)
    {
        _server.Fail(200, answer);
        Variables("DB_PASSWORD=/shop/db/password");
        var outcome = await ReadAsync();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"Cannot read parameter /shop/db/password: {message}.", outcome.Log, StringComparison.Ordinal);
        AssertNothingLeaked(outcome);
    }

    [Fact]
    public async Task A_huge_answer_is_not_kept()
    {
        _server.Fail(200, $"{{\"Parameter\": {{\"Value\": \"{new string('x', 3_000_000)}\"}}}}");
        Variables("DB_PASSWORD=/shop/db/password");
        var outcome = await ReadAsync();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("Cannot read parameter /shop/db/password: ConfigurationLimitExceeded", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_token_is_sent_and_signed()
    {
        _server.Token = "session-token-of-the-test";
        Set("AWS_SESSION_TOKEN", "session-token-of-the-test");
        Variables("DB_PASSWORD=/shop/db/password");
        var outcome = await ReadAsync();
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("AWS credentials come from the environment.", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_identity_is_exchanged_for_credentials()
    {
        AssumeWith("""
            <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <AssumeRoleWithWebIdentityResult>
                <Audience>sts.amazonaws.com</Audience>
                <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/shop/run</Arn></AssumedRoleUser>
                <Credentials>
                  <AccessKeyId>ASIAFROMSTS</AccessKeyId>
                  <SecretAccessKey>secret-from-sts</SecretAccessKey>
                  <SessionToken>token-from-sts&lt;&gt;</SessionToken>
                  <Expiration>2026-06-26T14:00:00Z</Expiration>
                </Credentials>
              </AssumeRoleWithWebIdentityResult>
            </AssumeRoleWithWebIdentityResponse>
            """);
        (_server.KeyId, _server.SecretKey, _server.Token) = ("ASIAFROMSTS", "secret-from-sts", "token-from-sts<>");
        var outcome = await ReadAsync();
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(
            "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fshop&RoleSessionName=spaceforge-01FAKERUN00000000000000000&WebIdentityToken=jwt.of.the.run",
            _server.Requests.First());
        Assert.DoesNotContain("jwt.of.the.run", outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><Credentials><AccessKeyId>&x;</AccessKeyId><SecretAccessKey>&x;</SecretAccessKey></Credentials></r>""")]
    [InlineData("<r><Credentials><AccessKeyId>A</AccessKeyId>")]
    [InlineData("<r><Credentials/></r>")]
    [InlineData("{}")]
    [Attack("AWS's answers", "XML with a document type and entities", "it is refused, and nothing is loaded")]
    public async Task XML_of_another_kind_fails_the_hook(string xml)
    {
        AssumeWith(xml);
        var outcome = await ReadAsync();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("There are no AWS credentials in the answer of STS.", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_cannot_be_assumed_is_named()
    {
        AssumeWith("");
        _server.Fail(400, "<ErrorResponse><Error><Type>Sender</Type><Code>IDPCommunicationError</Code><Message>Try again</Message></Error></ErrorResponse>");
        _server.Fail(403, "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message></Error></ErrorResponse>");
        var outcome = await ReadAsync();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("Cannot assume the role arn:aws:iam::123456789012:role/shop: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity.", outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_role_of_a_container_or_an_instance_is_used(bool isInstance)
    {
        Unset("AWS_ACCESS_KEY_ID", "AWS_EC2_METADATA_DISABLED");
        _server.RoleCredentials = new() { ["Code"] = "Success", ["AccessKeyId"] = "ASIAROLE", ["SecretAccessKey"] = "secret-of-the-role", ["Token"] = "token-of-the-role" };
        (_server.KeyId, _server.SecretKey, _server.Token) = ("ASIAROLE", "secret-of-the-role", "token-of-the-role");
        if (isInstance)
        {
            Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", _server.Address.AbsoluteUri);
        }
        else
        {
            Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", $"{_server.Address}container");
            _harness.WriteFile("container.token", "token-of-the-container\n");
            Set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", PathOf("container.token"));
        }

        Variables("DB_PASSWORD=/shop/db/password");
        var outcome = await ReadAsync();
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains($"AWS credentials come from the {(isInstance ? "instance" : "container")}.", outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID", "", "There are no AWS credentials. Add Spacelift's AWS integration to the stack")]
    [InlineData("AWS_REGION", "", "There is no AWS region: set the parameter 'Region' or the variable AWS_REGION.")]
    [InlineData("AWS_REGION", "eu.example.com/", "'eu.example.com/' is not an AWS region.")]
    [InlineData("AWS_ENDPOINT_URL", "http://example.com/", "The value of AWS_ENDPOINT_URL is not a URL that starts with https://.")]
    [InlineData("AWS_ENDPOINT_URL_SSM", "ftp://example.com/", "The value of AWS_ENDPOINT_URL_SSM is not a URL that starts with https://.")]
    public async Task What_is_missing_or_wrong_in_the_environment_is_named(string name, string value, string message)
    {
        Set(name, value);
        Variables("DB_PASSWORD=/shop/db/password");
        var outcome = await ReadAsync();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(message, outcome.Log, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task An_address_other_than_the_container_itself_gets_no_request()
    {
        Unset("AWS_ACCESS_KEY_ID");
        Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/credentials");
        Variables("DB_PASSWORD=/shop/db/password");
        Assert.Contains("The value of AWS_CONTAINER_CREDENTIALS_FULL_URI is not a URL", (await ReadAsync()).Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eu-west-1", "https://ssm.eu-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://ssm.cn-north-1.amazonaws.com.cn/")]
    public async Task Without_an_endpoint_the_addresses_of_AWS_are_used(string region, string address)
    {
        Unset("AWS_ENDPOINT_URL");
        var outcome = await _harness.UseAsync(
            (services, _) =>
            {
                Assert.Equal(address, AwsAddress.Of(services.Env, "ssm", region).AbsoluteUri);
                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, outcome.Log);
    }

    [Fact]
    public async Task A_local_run_writes_no_file()
    {
        _harness.Spacelift = null;
        Files("key.pem=/shop/tls.key");
        var outcome = await ReadAsync();
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.False(File.Exists(PathOf("key.pem")));
    }

    [Fact]
    public async Task A_value_that_is_too_short_to_be_masked_is_reported()
    {
        _server.Store["/shop/db/pin"] = "123";
        Variables("PIN=/shop/db/pin");
        Assert.Contains("The value of parameter /shop/db/pin has fewer than 4 characters, so it is not masked.", (await ReadAsync()).Log, StringComparison.Ordinal);
    }

    void AssumeWith(string answer)
    {
        Unset("AWS_ACCESS_KEY_ID");
        _harness.WriteFile("web.token", "jwt.of.the.run\n");
        Set("AWS_WEB_IDENTITY_TOKEN_FILE", PathOf("web.token"));
        Set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/shop");
        _server.Sts = answer;
        Variables("DB_PASSWORD=/shop/db/password");
    }

    Task<HookOutcome> ReadAsync() => _harness.RunAsync(Hook.BeforeInit, TestContext.Current.CancellationToken);

    static void AssertNothingLeaked(HookOutcome outcome)
    {
        // The platform takes masks from these lines, and does not show them.
        var output = string.Join('\n', outcome.Output.Split('\n').Where(line => !line.StartsWith("::add-mask ", StringComparison.Ordinal)));
        foreach (var text in (string[])[outcome.Log, output, .. outcome.Markdown])
        {
            Assert.All((string[])["hunter2", "t0ken-of", "c2VjcmV0", "wJalrXUtn"], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }
    }

    IEnumerable<string> ExportedNames() => Exported.Split('\n').Where(line => line.StartsWith("export ", StringComparison.Ordinal)).Select(line => line[7..line.IndexOf('=', StringComparison.Ordinal)]);

    void Variables(string text) => _harness.Parameters["aws_secrets_variables"] = text;

    void Files(string text) => _harness.Parameters["aws_secrets_files"] = text;

    void Set(string name, string value) => _harness.Environment[name] = value;

    void Unset(params string[] names) => Array.ForEach(names, name => _harness.Environment.Remove(name));

    string PathOf(string file) => Path.Combine(_harness.ProjectRoot, file);

    string Text(string file) => File.ReadAllText(PathOf(file));

    /// <summary>The system's time, without its delays.</summary>
    sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
