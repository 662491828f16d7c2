using Spaceforge.Testing;

namespace Spaceforge.Package.Tests;

/// <summary>A plugin that uses every service, compiled ahead of time, against a fake Spacelift.</summary>
public sealed class NativeServicesTests(NewUser user)
{
    const string Plan =
        """{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[{"address":"terraform_data.a","type":"terraform_data","name":"a","change":{"actions":["update"],"before":{"input":1},"after":{"input":2}}}]}""";

    [Fact]
    public async Task Every_service_works()
    {
        var folder = user.Home.PathOf("services");
        user.Home.Write("services/plugin.cs", await File.ReadAllTextAsync(
            Repository.PathOf("tests", "Spaceforge.Package.Tests", "Plugins", "services.cs"), TestContext.Current.CancellationToken));
        user.Home.Write("services/spacelift.plan.json", Plan);
        var published = (await user.RunInAsync(folder, "dotnet", "publish", "plugin.cs", "-o", "out", "--nologo")).ShouldExit(0);
        Assert.DoesNotContain("warning", published.Output + published.Error, StringComparison.OrdinalIgnoreCase);

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
