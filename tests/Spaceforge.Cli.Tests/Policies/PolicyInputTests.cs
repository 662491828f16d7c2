using System.Text;
using System.Text.Json.Nodes;

namespace Spaceforge.Cli.Tests.Policies;

/// <summary><c>spaceforge policy input</c>.</summary>
public sealed class PolicyInputTests : IDisposable
{
    const string Plan = """
        {"format_version":"1.2","terraform_version":"1.9.0","configuration":{"a":1},"resource_changes":[
        {"address":"aws_db_instance.example","mode":"managed","type":"aws_db_instance","name":"example","provider_name":"aws",
         "change":{"actions":["create"],"before":null,
          "after":{"db":"exampledb","n":5,"tags":{"Name":"mysql","pw":"5.7"},"list":["none",null,true]},"after_unknown":{"id":true},
          "before_sensitive":false,"after_sensitive":{"tags":{"pw":true},"list":[true]}}},
        {"address":"module.a.aws_x.y","module_address":"module.a","mode":"managed","type":"aws_x","name":"y","index":0,
         "provider_name":"p","change":{"actions":["delete","create"],"before":{"a":"none"},"after":{"a":"none"},"after_unknown":{}}},
        {"address":"aws_q.y","mode":"data","type":"aws_q","name":"y","provider_name":"p",
         "change":{"actions":["read"],"before":null,"after":{"a":"none"},"after_unknown":{}}},
        {"address":"aws_m.new","previous_address":"aws_m.old","mode":"managed","type":"aws_m","name":"new","provider_name":"p",
         "change":{"actions":["no-op"],"before":{},"after":{},"after_unknown":{}}}],
        "output_changes":{"o":{"actions":["create"],"before":null,"after":"x"},"p":{"actions":["no-op"]}}}
        """;

    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    // The hashes are those of the reference: the last eight digits of SHA-256.
    [Theory]
    [InlineData("all", """{"db":"59832d41","n":5,"tags":{"Name":"eae35047","pw":"fc40d152"},"list":["79e4fdfe",null,true]}""")]
    [InlineData("smart", """{"db":"exampledb","n":5,"tags":{"Name":"mysql","pw":"fc40d152"},"list":["79e4fdfe",null,true]}""")]
    [InlineData("none", """{"db":"exampledb","n":5,"tags":{"Name":"mysql","pw":"5.7"},"list":["none",null,true]}""")]
    public async Task Texts_of_a_plan_are_hashed_as_asked(string mode, string after)
    {
        _tool.Folder.Write("plan.json", Plan);
        var input = await InputAsync("PLAN", "--plan-json", "plan.json", "--sanitize", mode);

        var terraform = input["terraform"]!;
        var first = terraform["resource_changes"]![0]!;
        Assert.Equal(["resource_changes", "terraform_version"], terraform.AsObject().Select(member => member.Key));
        Assert.Equal(after, first["change"]!["after"]!.ToJsonString());
        Assert.Equal("""["create"]""", first["change"]!["actions"]!.ToJsonString());
        Assert.Equal("""{"id":true}""", first["change"]!["after_unknown"]!.ToJsonString());
        Assert.Null(first["change"]!["after_sensitive"]);
        Assert.Equal(after, input["spacelift"]!["run"]!["changes"]![0]!["entity"]!["data"]!["values"]!.ToJsonString());
    }

    [Fact]
    public async Task A_plan_input_has_the_whole_document_and_hashes_by_default()
    {
        _tool.Folder.Write("plan.json", Plan);
        var input = await InputAsync("PLAN", "--plan-json", "plan.json");

        Assert.Equal(["ansible", "cloudformation", "kubernetes", "pulumi", "spacelift", "terraform", "terragrunt", "third_party_metadata"],
            input.AsObject().Select(member => member.Key));
        Assert.Equal(["commit", "request", "run", "stack"], input["spacelift"]!.AsObject().Select(member => member.Key));
        Assert.Equal("59832d41", (string?)input["terraform"]!["resource_changes"]![0]!["change"]!["after"]!["db"]);
        Assert.Equal(
            ["added False resource", "destroy-Before-create-replaced False resource", "changed True resource", "added False output"],
            input["spacelift"]!["run"]!["changes"]!.AsArray()
                .Select(change => $"{change!["action"]} {(bool)change["moved"]!} {change["entity"]!["entity_type"]}"));
        Assert.Equal("module.a", (string?)input["terraform"]!["resource_changes"]![1]!["module_address"]);
        Assert.Equal(4, input["terraform"]!["resource_changes"]!.AsArray().Count);
        var again = (await _tool.RunAsync("policy", "input", "--type", "PLAN", "--plan-json", "plan.json")).ShouldExit(0).Output;
        Assert.Equal(again, (await _tool.RunAsync("policy", "input", "--type", "plan", "--plan-json", "plan.json")).ShouldExit(0).Output);
    }

    [Theory]
    [InlineData("PUSH", "in_progress pull_request push stack vcs_integration")]
    [InlineData("TRIGGER", "run stack stacks workflow")]
    [InlineData("APPROVAL", "reviews run stack")]
    [InlineData("NOTIFICATION", "account run_updated webhook_endpoints")]
    [InlineData("LOGIN", "attachment request roles session spaces")]
    [InlineData("ACCESS", "request session stack")]
    [InlineData("INITIALIZATION", "commit request run stack")]
    [InlineData("TASK", "attachment request session stack")]
    [InlineData("INTENT", "resource")]
    public async Task Every_type_has_an_input(string type, string keys) =>
        Assert.Equal(keys, string.Join(' ', (await InputAsync(type)).AsObject().Select(member => member.Key).Order()));

    [Fact]
    public async Task Values_can_be_set()
    {
        _tool.Folder.Write("plan.json", Plan);
        _tool.Folder.Write("scan.json", """{"high": 3}""");
        var input = await InputAsync("PLAN", "--plan-json", "plan.json",
            "--param", "spacelift.run.type=PROPOSED", "--param", "spacelift.stack.autodeploy=true",
            "--param", "spacelift.stack.labels=[\"a\"]", "--param", "spacelift.stack.labels.0=b",
            "--param", "third_party_metadata.custom.scan=@scan.json");
        Assert.Equal("PROPOSED", (string?)input["spacelift"]!["run"]!["type"]);
        Assert.True((bool)input["spacelift"]!["stack"]!["autodeploy"]!);
        Assert.Equal("""["b"]""", input["spacelift"]!["stack"]!["labels"]!.ToJsonString());
        Assert.Equal("""{"scan":{"high":3}}""", input["third_party_metadata"]!["custom"]!.ToJsonString());
    }

    [Theory]
    [InlineData("not valid JSON", "[")]
    [InlineData("it is not a JSON object", "[]")]
    [InlineData("no format_version", "{}")]
    [InlineData("is not a list", """{"format_version":"1","resource_changes":{}}""")]
    [InlineData("no address or no change", """{"format_version":"1","resource_changes":[{"address":"a"}]}""")]
    [InlineData("not valid JSON", "(deep)")]
    public async Task What_is_not_a_plan_is_refused(string message, string plan)
    {
        _tool.Folder.Write("plan.json", plan == "(deep)" ? new string('[', 100_000) : plan);
        Assert.Contains(
            message, (await _tool.RunAsync("policy", "input", "--type", "PLAN", "--plan-json", "plan.json")).ShouldExit(2).Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pass one with --plan-json", "--type", "PLAN")]
    [InlineData("--type", "--plan-json", "plan.json")]
    [InlineData("PLN", "--type", "PLN")]
    [InlineData("must be PATH=VALUE", "--type", "PUSH", "--param", "a")]
    [InlineData("goes through a value that is not an object", "--type", "PUSH", "--param", "push.author.name=1")]
    [InlineData("none.json", "--type", "PLAN", "--plan-json", "none.json")]
    public async Task A_usage_error_is_reported(string message, params string[] arguments) =>
        Assert.Contains(message, (await _tool.RunAsync(["policy", "input", .. arguments])).ShouldExit(2).Error, StringComparison.Ordinal);

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        (await new CommandLine("mkfifo", _tool.Folder.PathOf("plan.json")).RunAsync()).ShouldExit(0);
        (await _tool.RunAsync("policy", "input", "--type", "PLAN", "--plan-json", "plan.json")).ShouldExit(2);
    }

    [Fact]
    [Attack("repository", "a link out of the repository, or a FIFO, in place of the file that policy input writes",
        "nothing is written through it, and nothing waits")]
    public async Task An_output_is_not_led_out()
    {
        using var outside = new TemporaryFolder();
        outside.Write("kept", "kept");
        File.CreateSymbolicLink(_tool.Folder.PathOf("input.json"), outside.PathOf("kept"));
        var outcome = (await _tool.RunAsync("policy", "input", "--type", "PUSH", "--output", "input.json")).ShouldExit(2);
        Assert.Contains("leads out of", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(outside.PathOf("kept"), TestContext.Current.CancellationToken));

        (await new CommandLine("mkfifo", _tool.Folder.PathOf("fifo")).RunAsync()).ShouldExit(0);
        (await _tool.RunAsync("policy", "input", "--type", "PUSH", "--output", "fifo")).ShouldExit(0);
    }

    [Fact]
    public async Task A_large_plan_goes_through()
    {
        var plan = new StringBuilder("""{"format_version":"1.2","resource_changes":[""");
        const int count = 20_000;
        for (var i = 0; i < count; i++)
        {
            plan.Append(i == 0 ? "" : ",").Append(System.Globalization.CultureInfo.InvariantCulture,
                $$$"""{"address":"a.b{{{i}}}","type":"a","name":"b{{{i}}}","change":{"actions":["create"],"before":null,"after":{"x":"{{{i}}}"} } }""");
        }

        _tool.Folder.Write("plan.json", plan.Append("]}").ToString());
        var input = await InputAsync("PLAN", "--plan-json", "plan.json");
        Assert.Equal(count, input["terraform"]!["resource_changes"]!.AsArray().Count);
        Assert.Equal(count, input["spacelift"]!["run"]!["changes"]!.AsArray().Count);
    }

    async Task<JsonNode> InputAsync(string type, params string[] arguments) =>
        JsonNode.Parse((await _tool.RunAsync(["policy", "input", "--type", type, .. arguments])).ShouldExit(0).Output)!;
}
