using Spaceforge.Hosting;
using Spaceforge.Secrets;

namespace Spaceforge.Tests.Plans;

/// <summary>The plan of runs in which the platform has written no spacelift.plan.json.</summary>
public sealed class ShownPlanTests : IDisposable
{
    const string Shown = """{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[{"address":"a.b","change":{"actions":["create"]}}]}""";

    readonly TemporaryFolder _folder = new();
    readonly TestConsole _console = new();
    readonly string _project;

    public ShownPlanTests()
    {
        _project = Directory.CreateDirectory(_folder.PathOf("source")).FullName;
        _console.Variables["TF_VAR_spacelift_run_id"] = "01RUN";
        _console.Variables["TF_VAR_spacelift_workspace_root"] = _folder.Path;
        _console.Variables["PATH"] = $"{_folder.PathOf("bin")}:/usr/bin:/bin";
        _console.Variables["COUNT"] = _folder.PathOf("count");
        Directory.CreateDirectory(_folder.PathOf("bin"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Terraforms_own_plan_is_shown()
    {
        Needs.Program("terraform");
        _console.Variables["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        _folder.Write("source/main.tf", "resource \"terraform_data\" \"made\" {}\n");
        foreach (var arguments in (string[][])[["init"], ["apply", "-auto-approve"], ["plan", "-destroy", "-out=spacelift.plan"]])
        {
            (await new CommandLine("terraform", [.. arguments, "-input=false"])
            {
                Folder = _project,
                Variables = new Dictionary<string, string?> { ["TF_CLI_CONFIG_FILE"] = "/dev/null", ["CHECKPOINT_DISABLE"] = "1" },
            }.RunAsync()).ShouldExit(0);
        }

        var services = Services();
        var plan = await services.GetPlanAsync(TestContext.Current.CancellationToken);
        var state = await services.GetStateBeforeAsync(TestContext.Current.CancellationToken);

        Assert.True(Assert.Single(plan!.ResourceChanges).IsDelete);
        Assert.Equal("terraform_data.made", Assert.Single(state!.Values!.AllResources).Address);
        Assert.Empty(_console.Error);
    }

    [Theory]
    [InlineData("source/main.tf", "There is no plan. Terraform, OpenTofu and Terragrunt stacks have one from after_plan on.")]
    [InlineData("source/README.md", "There is no plan.")]
    [InlineData("source/Pulumi.yaml", null)]
    public async Task A_plugin_that_needs_a_plan_leaves_only_other_vendors_alone(string file, string? failure)
    {
        _folder.Write(file, "");
        var services = Services();
        if (failure is null)
        {
            Assert.Null(await services.RequirePlanAsync(TestContext.Current.CancellationToken));
            Assert.Null(await services.RequirePlanFileAsync(TestContext.Current.CancellationToken));
            Assert.Contains("Nothing was checked: this is a Pulumi stack", _console.Error, StringComparison.Ordinal);
            return;
        }

        var stop = TestContext.Current.CancellationToken;
        var plan = await Assert.ThrowsAsync<PluginFailedException>(() => services.RequirePlanAsync(stop));
        var path = await Assert.ThrowsAsync<PluginFailedException>(() => services.RequirePlanFileAsync(stop));
        Assert.Equal((plan.Message, true), (path.Message, plan.Message.StartsWith(failure, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_fail_mode_decides_about_a_problem()
    {
        var services = Services();
        Assert.Equal(
            "bad", Assert.Throws<PluginFailedException>(() => services.Decide(FailMode.Fail, "bad", "good")).Message);
        services.Decide(FailMode.Policy, "bad", "good");
        services.Decide(FailMode.Warn, "worse", "good");
        services.Decide(FailMode.Fail, null, "good");
        Assert.All(
            ["bad The plan policy denies the run.", "worse The run continues.", "good"],
            line => Assert.Contains(line, _console.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_tool_is_asked_once_for_all_hooks_and_only_the_user_may_read_what_is_kept()
    {
        Tool("terraform", $"echo asked >>\"$COUNT\"; echo '{Shown}'");
        _folder.Write("source/spacelift.plan", "binary");

        var first = Services();
        Assert.Equal("1.11.4", (await first.GetPlanAsync(TestContext.Current.CancellationToken))?.TerraformVersion);
        Assert.Equal("1.11.4", (await first.GetPlanAsync(TestContext.Current.CancellationToken))?.TerraformVersion);
        Assert.Equal("1.11.4", (await Services().GetPlanAsync(TestContext.Current.CancellationToken))?.TerraformVersion);

        Assert.Equal("asked\n", File.ReadAllText(_folder.PathOf("count")));
        var kept = Assert.Single(Directory.GetFiles(_folder.PathOf("plugins", ".spaceforge", "plans")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(kept));

        _folder.Write("source/spacelift.plan", "another");
        await Services().GetPlanAsync(TestContext.Current.CancellationToken);
        Assert.Equal("asked\nasked\n", File.ReadAllText(_folder.PathOf("count")));
    }

    [Fact]
    public async Task Json_of_the_platform_goes_before()
    {
        Tool("terraform", "echo asked >>\"$COUNT\"");
        _folder.Write("source/spacelift.plan", "binary");
        _folder.Write("source/spacelift.plan.json", PlanText.With("\"terraform_version\":\"1.5.7\""));

        Assert.Equal("1.5.7", (await Services().GetPlanAsync(TestContext.Current.CancellationToken))?.TerraformVersion);
        Assert.False(File.Exists(_folder.PathOf("count")));
    }

    [Fact]
    public async Task Tofu_reads_what_terraform_cannot()
    {
        Tool("terraform", "echo 'plan file was created by OpenTofu' >&2; exit 1");
        Tool("tofu", $"echo '{Shown}'");
        _folder.Write("source/spacelift.plan", "binary");

        Assert.NotNull(await Services().GetPlanAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("echo 'no such plan' >&2; exit 3", "spacelift.plan cannot be read. 'terraform show' exited with 3: no such plan")]
    [InlineData("echo '{'", "spacelift.plan is truncated")]
    [InlineData(null, "can only be read by terraform or tofu, which are not on the PATH")]
    public async Task A_plan_that_cannot_be_shown_fails_the_hook(string? tool, string reason)
    {
        if (tool is not null) Tool("terraform", tool);
        _folder.Write("source/spacelift.plan", "binary");

        var e = await Assert.ThrowsAsync<PluginFailedException>(() => Services().GetPlanAsync(TestContext.Current.CancellationToken));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plans_of_terragrunts_units_become_one()
    {
        Tool("tofu", $"echo '{Shown}'");
        _folder.Write("source/network/terragrunt.hcl", "");
        _folder.Write("source/network/.terragrunt-cache/aa/bb/spacelift.plan.json", """
            {"format_version":"1.2","terraform_version":"1.9.0","errored":false,"complete":true,"applyable":false,
             "resource_changes":[{"address":"aws_vpc.main","type":"aws_vpc","change":{"actions":["no-op"]}}],
             "output_changes":{"vpc_id":{"actions":["no-op"],"before":"v","after":"v"}},
             "variables":{"region":{"value":"eu-west-1"}},
             "planned_values":{"outputs":{"vpc_id":{"sensitive":false,"value":"v"}},"root_module":{"resources":[{"address":"aws_vpc.main","mode":"managed","type":"aws_vpc","name":"main"}]}},
             "prior_state":{"format_version":"1.0","values":{"root_module":{"resources":[{"address":"aws_vpc.main","mode":"managed","type":"aws_vpc","name":"main"}]}}}}
            """);
        _folder.Write("source/apps/web/terragrunt.hcl", "");
        _folder.Write("source/apps/web/spacelift.plan", "binary");
        // A plan of another program: no unit.
        _folder.Write("source/docs/spacelift.plan.json", "{}");

        var services = Services();
        var plan = (await services.GetPlanAsync(TestContext.Current.CancellationToken))!;

        Assert.Equal(StackVendor.Terragrunt, services.Vendor);
        Assert.Equal(
            [("apps/web", "a.b"), ("network", "aws_vpc.main")],
            plan.ResourceChanges.Select(change => (change.Unit, change.Address)));
        Assert.Equal("network/vpc_id", Assert.Single(plan.OutputChanges).Key);
        Assert.Equal("eu-west-1", plan.Variables["network/region"].Value?.GetString());
        Assert.Equal("network", Assert.Single(plan.PlannedValues!.RootModule!.ChildModules).Address);
        Assert.Equal((false, true, false), (plan.Errored, plan.Complete, plan.Applyable));
        Assert.Equal("aws_vpc.main", Assert.Single(plan.PriorState!.Values!.AllResources).Address);
        Assert.Equal("aws_vpc.main", Assert.Single(
            (await services.GetStateBeforeAsync(TestContext.Current.CancellationToken))!.Values!.AllResources).Address);
    }

    [Fact]
    public async Task Units_whose_plan_could_not_be_shown_are_shown_again_by_the_next_call()
    {
        Tool("tofu", "exit 3");
        _folder.Write("source/web/terragrunt.hcl", "");
        _folder.Write("source/web/spacelift.plan", "binary");
        var services = Services();
        await Assert.ThrowsAsync<PluginFailedException>(() => services.GetPlanAsync(TestContext.Current.CancellationToken));

        Tool("tofu", $"echo '{Shown}'");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => services.GetPlanAsync(new CancellationToken(canceled: true)));
        Assert.NotNull(await services.GetPlanAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_single_unit_is_a_plan_like_any_other()
    {
        _folder.Write("source/terragrunt.hcl", "");
        _folder.Write("source/.terragrunt-cache/aa/bb/spacelift.plan.json", Shown);

        Assert.Null(Assert.Single((await Services().GetPlanAsync(TestContext.Current.CancellationToken))!.ResourceChanges).Unit);
    }

    [Fact]
    public async Task The_plan_of_a_modules_test_is_in_the_folder_of_its_case()
    {
        _console.Variables["TF_VAR_spacelift_run_type"] = "TESTING";
        _folder.Write("source/.spacelift/config.yml", "tests:\n  - name: one\n    project_root: examples/one\n  - name: two\n    project_root: examples/two\n");
        _folder.Write("source/examples/two/spacelift.plan.json", Shown);
        Directory.CreateDirectory(_folder.PathOf("source", "examples", "one"));

        Assert.NotNull(await Services().GetPlanAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Tools_get_the_platforms_file_or_one_that_goes_with_the_hook()
    {
        Tool("terraform", $"echo '{Shown}'");
        _folder.Write("source/spacelift.plan", "binary");

        string made;
        using (var scope = Scope())
        {
            made = (await scope.Services.GetPlanFileAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal(Shown, File.ReadAllText(made).Trim());
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.GetDirectoryName(made)!));
        }

        Assert.False(Path.Exists(Path.GetDirectoryName(made)));

        var written = _folder.Write("source/spacelift.plan.json", Shown);
        Assert.Equal(written, await Services().GetPlanFileAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("main.tf", StackVendor.Terraform)]
    [InlineData("main.tofu", StackVendor.Terraform)]
    [InlineData("terragrunt.hcl", StackVendor.Terragrunt)]
    [InlineData("Pulumi.yaml", StackVendor.Pulumi)]
    [InlineData("kustomization.yaml", StackVendor.Kubernetes)]
    [InlineData("playbook.yml", StackVendor.Ansible)]
    [InlineData("README.md", StackVendor.Unknown)]
    public void The_vendor_comes_from_the_files(string file, StackVendor vendor)
    {
        _folder.Write($"source/{file}", "");
        Assert.Equal(vendor, Services().Vendor);
    }

    [Fact]
    public void Cloudformation_sets_variables()
    {
        _console.Variables["CF_METADATA_REGION"] = "eu-west-1";
        Assert.Equal(StackVendor.CloudFormation, Services().Vendor);
    }

    void Tool(string name, string script) => _folder.WriteScript($"bin/{name}", script);

    HookServices Services() => Scope().Services;

    HookServiceScope Scope()
    {
        var environment = _console.Create() with { WorkingDirectory = _project };
        return new HookServiceScope(
            environment, RunInfo.From(environment.Env), "p", new SecretMasker(),
            environment.Output, environment.Error, TestContext.Current.CancellationToken);
    }
}
