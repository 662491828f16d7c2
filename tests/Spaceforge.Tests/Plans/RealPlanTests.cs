namespace Spaceforge.Tests.Plans;

/// <summary>A plan that Terraform makes, with its built-in resource, so that nothing is downloaded.</summary>
public sealed class RealPlanTests : IDisposable
{
    const string Configuration = """
        variable "token" {
          sensitive = true
          default   = "hunter2"
        }
        module "inner" {
          source = "./inner"
        }
        resource "terraform_data" "counted" {
          count = COUNT
          input = { token = var.token }
        }
        resource "terraform_data" "replaced" {
          for_each         = toset(["k"])
          triggers_replace = ["TRIGGER"]
        }
        resource "terraform_data" "NEW" {}
        MOVED
        output "token" {
          value     = var.token
          sensitive = true
        }
        check "health" {
          assert {
            condition     = terraform_data.counted[0].output == "well"
            error_message = "It is not well."
          }
        }
        """;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_read_as_terraform_means_it()
    {
        Needs.Program("terraform");
        _folder.Write("inner/main.tf", "resource \"terraform_data\" \"in\" {}\n");
        Write(count: 2, trigger: "t", name: "old", moved: "");
        await TerraformAsync("init", "-input=false");
        await TerraformAsync("apply", "-input=false", "-auto-approve");
        Write(count: 1, trigger: "u", name: "new", moved: "moved {\n  from = terraform_data.old\n  to   = terraform_data.new\n}");
        await TerraformAsync("plan", "-input=false", "-out=spacelift.plan");
        var plan = TerraformPlan.Load(_folder.Write("plan.json", await TerraformAsync("show", "-json", "spacelift.plan")));
        var state = TerraformState.Load(_folder.Write("state.json", await TerraformAsync("show", "-json")));

        Assert.StartsWith("1.", plan.FormatVersion, StringComparison.Ordinal);
        Assert.Equal((false, true, true), (plan.Errored, plan.Complete, plan.Applyable));
        Assert.Equal("hunter2", plan.Variables["token"].Value?.GetString());
        var changes = plan.ResourceChanges.ToDictionary(change => change.Address);
        Assert.Equal(5, changes.Count);
        Assert.True(changes["terraform_data.counted[0]"].IsNoOp);
        Assert.True(changes["terraform_data.counted[0]"].AfterSensitive?.GetProperty("input").GetProperty("token").GetBoolean());
        Assert.True(changes["terraform_data.counted[1]"].IsDelete);
        Assert.Equal("delete_because_count_index", changes["terraform_data.counted[1]"].ActionReason);
        Assert.Null(changes["terraform_data.counted[1]"].After);
        var replaced = changes["terraform_data.replaced[\"k\"]"];
        Assert.True(replaced.IsReplace);
        Assert.Equal("k", replaced.Index?.GetString());
        Assert.Equal("triggers_replace", Assert.Single(replaced.ReplacePaths).ToString());
        Assert.True(replaced.AfterUnknown?.GetProperty("id").GetBoolean());
        Assert.Equal("terraform_data.old", changes["terraform_data.new"].PreviousAddress);
        Assert.Equal("module.inner", changes["module.inner.terraform_data.in"].ModuleAddress);
        Assert.True(plan.OutputChanges["token"].AfterSensitive?.GetBoolean());
        Assert.Equal("module.inner", Assert.Single(plan.PlannedValues!.RootModule!.ChildModules).Address);
        Assert.Equal(4, plan.PlannedValues.AllResources.Count());
        Assert.Equal(5, plan.PriorState!.Values!.AllResources.Count());
        var check = Assert.Single(plan.Checks);
        Assert.Equal(("check.health", CheckStatus.Fail), (check.Address, check.Status));
        Assert.Equal("It is not well.", Assert.Single(check.Instances[0].Problems));
        Assert.True(plan.Configuration?.TryGetProperty("root_module", out _));

        Assert.Equal(5, state.Values!.AllResources.Count());
        Assert.True(state.Values.Outputs["token"].Sensitive);
    }

    void Write(int count, string trigger, string name, string moved) => _folder.Write("main.tf", Configuration
        .Replace("COUNT", $"{count}", StringComparison.Ordinal).Replace("TRIGGER", trigger, StringComparison.Ordinal)
        .Replace("NEW", name, StringComparison.Ordinal).Replace("MOVED", moved, StringComparison.Ordinal));

    async Task<string> TerraformAsync(params string[] arguments)
    {
        var terraform = new CommandLine("terraform", arguments)
        {
            Folder = _folder.Path,
            Variables = new Dictionary<string, string?> { ["TF_CLI_CONFIG_FILE"] = "/dev/null", ["CHECKPOINT_DISABLE"] = "1" },
        };
        return (await terraform.RunAsync()).ShouldExit(0).Output;
    }
}
