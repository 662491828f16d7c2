using Spaceforge.Testing;

namespace Spaceforge.Package.Tests;

/// <summary>
/// Plugins that are compiled ahead of time: one that uses every service, against a fake Spacelift, and one with parameters as properties.
/// </summary>
public sealed class NativePluginTests(NewUser user)
{
    const string Plan =
        """{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[{"address":"terraform_data.a","type":"terraform_data","name":"a","change":{"actions":["update"],"before":{"input":1},"after":{"input":2}}}]}""";

    [Fact]
    public async Task Every_service_works()
    {
        var folder = await PublishAsync();
        user.Home.Write("native-plugins/spacelift.plan.json", Plan);
        using var spacelift = new FakeSpacelift();
        spacelift.Stacks.Add(new FakeStack { Id = "my-stack", Name = "My stack" });
        spacelift.ApiKeys.Add(new FakeApiKey { Id = "01KEY", Secret = "key-secret" });
        spacelift.Fail(Fault.Status(503));
        spacelift.Forbidden.Add("stacks");
        var ran = (await RunAsync(folder, spacelift, "after_plan")).ShouldExit(0);

        string[] expected =
        [
            "run 01RUN of TRACKED, labels prod+team:a",
            "command 3 input+given bad",
            "stack My stack My stack",
            "viewer plugin",
            "change terraform_data.a {\"input\":1} state none",
        ];
        Assert.All(expected, line => Assert.Contains($"(services) {line}\n", ran.Error, StringComparison.Ordinal));
        // Where it was thrown may follow.
        Assert.Contains("(services) secrets ***** *****: InvalidOperationException: because", ran.Error, StringComparison.Ordinal);
        Assert.Contains("::add-mask service-secret\n", ran.Output, StringComparison.Ordinal);
        Assert.Contains(@"| terraform\_data.a | 🟠 HIGH |", spacelift.PluginOutputs["services"], StringComparison.Ordinal);
        Assert.Equal("""{"changes":1}""", await File.ReadAllTextAsync(
            Path.Combine(folder, "services.custom.spacelift.json"), TestContext.Current.CancellationToken));
        Assert.Equal("""{"stack":{"name":"typed"}}""", await File.ReadAllTextAsync(
            Path.Combine(folder, "typed.custom.spacelift.json"), TestContext.Current.CancellationToken));
        Assert.All((string[])["service-secret", "another-secret", "key-secret", spacelift.RunToken],
            secret => Assert.DoesNotContain(secret, ran.Error, StringComparison.Ordinal));

        var denied = (await RunAsync(folder, spacelift, "after_apply")).ShouldExit(1);
        Assert.Contains(
            "'query Denied' failed: the token is valid but lacks the permission.", denied.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Properties_are_declared_and_set_as_in_a_plugin_that_is_just_built()
    {
        var folder = await PublishAsync();
        var plugin = Path.Combine(folder, "out", "plugin");
        var native = (await RunAsync(plugin, "generate", "--source", "plugin.cs", "-o", "-")).ShouldExit(0);
        var built = (await RunAsync("dotnet", "run", "plugin.cs", "--", "generate", "-o", "-")).ShouldExit(0);
        Assert.Equal(built.Output, native.Output);
        Assert.Contains(
            "description: One of Small, ExtraLarge.\n    type: string\n    sensitive: false\n    required: false\n    default: ExtraLarge\n    id: size\n", native.Output, StringComparison.Ordinal);
        Assert.Contains("    required: true\n    id: count\n", native.Output, StringComparison.Ordinal);

        var ran = (await RunAsync(
            plugin, "run", "after_plan", "--param", "token=12345678", "--param", "size=small", "--param", "count=7", "--param",
            "and=1.25")).ShouldExit(0);
        Assert.Contains("(properties) 8 Small 7 0.30 True 1.25\n", ran.Error, StringComparison.Ordinal);

        var wrong = (await RunAsync(
            plugin, "run", "after_plan", "--param", "token=12345678", "--param", "size=huge", "--param", "count=7")).ShouldExit(2);
        Assert.Contains("(size) has the value 'huge' in the variable SIZE; it must be one of Small, ExtraLarge.",
            wrong.Error, StringComparison.Ordinal);

        var missing = (await RunAsync(plugin, "run", "after_plan", "--param", "token=12345678")).ShouldExit(2);
        Assert.Contains("'Count' (count) is required", missing.Error, StringComparison.Ordinal);

        Task<Outcome> RunAsync(string program, params string[] arguments) => new CommandLine(program, arguments)
        {
            Folder = folder,
            Variables = new Dictionary<string, string?>(user.Variables) { ["PLUGIN"] = "properties" },
        }.RunAsync();
    }

    /// <summary>Publishes the program with the plugins, once.</summary>
    /// <returns>Its folder; the executable is <c>out/plugin</c>.</returns>
    async Task<string> PublishAsync()
    {
        var folder = user.Home.PathOf("native-plugins");
        if (Directory.Exists(folder)) return folder;

        user.Home.Write("native-plugins/plugin.cs", await File.ReadAllTextAsync(
            Repository.PathOf("tests", "Spaceforge.Package.Tests", "Plugins", "native.cs"), TestContext.Current.CancellationToken));
        var published = (await user.RunInAsync(folder, "dotnet", "publish", "plugin.cs", "-o", "out", "--nologo")).ShouldExit(0);
        Assert.DoesNotContain("warning", published.Output + published.Error, StringComparison.OrdinalIgnoreCase);
        return folder;
    }

    Task<Outcome> RunAsync(string folder, FakeSpacelift spacelift, string hook) =>
        new CommandLine(Path.Combine(folder, "out", "plugin"), "run", hook)
        {
            Folder = folder,
            Variables = new Dictionary<string, string?>(user.Variables)
            {
                ["NO_COLOR"] = "1",
                ["SERVICE_SECRET"] = "service-secret",
                ["SPACELIFT_API_TOKEN"] = spacelift.RunToken,
                ["TF_VAR_spacelift_graphql_endpoint"] = spacelift.Endpoint,
                ["TF_VAR_spacelift_run_id"] = "01RUN",
                ["TF_VAR_spacelift_run_type"] = "TRACKED",
                ["TF_VAR_spacelift_stack_id"] = "my-stack",
                ["TF_VAR_spacelift_stack_labels"] = "prod,team:a",
            },
        }.RunAsync();
}
