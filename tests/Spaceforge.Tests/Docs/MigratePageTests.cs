using System.Text.RegularExpressions;

namespace Spaceforge.Tests.Docs;

/// <summary>The counterparts of Python's names in <c>docs/migrate.md</c>.</summary>
public sealed partial class MigratePageTests
{
    /// <summary>What plugins in Python use: the class, definitions, methods, attributes, options, variables and commands.</summary>
    static readonly string[] Python =
    [
        "class MyPlugin(SpaceforgePlugin)", "__plugin_name__", "__version__", "__author__", "__labels__", "__parameters__", "__contexts__",
        "__binaries__", "__policies__", "__webhooks__", "Parameter(", "Context(", "Variable(", "MountedFile(", "Binary(", "Policy(",
        "Webhook(", "required=True", "sensitive=True", "default=", "type=", "priority=", "name_prefix=", "env=", "mounted_files=",
        "labels=", "description=", "hooks=", "value_from_parameter=", "secretFromParameter=", "engine_type=", "download_urls=",
        "before_init", "after_plan", "logger.info", "run_cli", "expect_code=", "print_output=", "query_api", "use_user_token",
        "get_plan_json", "get_state_before_json", "send_markdown", "add_to_policy_input", "os.environ[", "os.environ.get",
        "json.loads", "spacelift_domain", "exit(1)", "TF_VAR_spacelift_run_id", "TF_VAR_spacelift_stack_id", "SPACELIFT_API_TOKEN",
        "TF_VAR_spacelift_graphql_endpoint", "SPACELIFT_DEBUG", "requirements.txt", "spaceforge generate", "spaceforge run",
        "spaceforge runner", "--plugin-file",
    ];

    /// <summary>Names of .NET and of the reader's plugin.</summary>
    static readonly string[] OfOthers =
    [
        "MyPlugin", "JsonNode", "Parse", "ToJsonString", "CancellationToken", "Task",
        "LogInformation", "LogDebug", "LogWarning", "LogError",
    ];

    static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "migrate.md"));

    [Fact]
    public void Each_Python_name_has_its_row()
    {
        var rows = string.Join('\n', Rows().Select(row => row.Python));
        Assert.All(Python, name => Assert.Contains(name, rows, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_counterpart_exists()
    {
        var api = File.ReadAllText(Repository.PathOf("tests", "Spaceforge.Tests", "PublicApi.txt"));
        string[] names =
        [
            .. Rows().SelectMany(row => Code().Matches(row.CSharp))
                .SelectMany(code => Name().Matches(Quoted().Replace(code.Value, "")))
                    .Select(name => name.Value).Except(OfOthers).Distinct(),
        ];
        Assert.True(names.Length >= 40, string.Join(' ', names));
        Assert.All(names, name => Assert.Matches($@"\b{name}\b", api));
    }

    [Fact]
    public async Task The_Terraform_configuration_is_formatted()
    {
        Needs.Program("terraform");
        var block = Hcl().Match(Page).Groups[1].Value;
        Assert.Contains("spacelift_plugin_template", block, StringComparison.Ordinal);
        (await new CommandLine("terraform", "fmt", "-check", "-") { Input = block }.RunAsync()).ShouldExit(0);
    }

    static IEnumerable<(string Python, string CSharp)> Rows() => Page.Split("\n## Names\n")[1].Split("\n## ")[0]
        .Split('\n').Select(line => Row().Match(line)).Where(match => match.Success)
        .Select(match => (match.Groups[1].Value, match.Groups[2].Value));

    [GeneratedRegex(@"^\| (.+?) \| (.+) \|$")]
    private static partial Regex Row();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Code();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*\b")]
    private static partial Regex Name();

    [GeneratedRegex(@"^```hcl\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Hcl();
}
