namespace Spaceforge.Plugins.Tests;

/// <summary>plan-summary in a whole run, on a plan that Terraform makes with its built-in resource.</summary>
public sealed class RealPlanTests : IDisposable
{
    readonly Simulated _simulated = new();

    public void Dispose() => _simulated.Dispose();

    [Fact]
    public async Task It_sums_up_what_terraform_means_to_do()
    {
        Needs.Program("terraform");
        Configure("before.tf");
        await TerraformAsync("init", "-input=false");
        await TerraformAsync("apply", "-input=false", "-auto-approve");
        Configure("after.tf");

        var result = await _simulated.RunAsync(0, Repository.PathOf("plugins", "plan-summary", "plugin.cs"), "--source", "stack");

        var report = result.Json.GetProperty("outputs").GetProperty("plan-summary").GetString()!;
        Assert.Contains("| **🔴 Delete** | `terraform_data.deleted` | no resource config |", report, StringComparison.Ordinal);
        Assert.Contains("| **🔴 Delete** | `terraform_data.counted[1]` | count index |", report, StringComparison.Ordinal);
        Assert.Contains("| **🟠 Replace** | `terraform_data.replaced` | forced by `triggers_replace` |", report, StringComparison.Ordinal);
        Assert.Contains("| 🟡 Update | `terraform_data.changed` | `input`, `output` |", report, StringComparison.Ordinal);
        Assert.Contains("| 🟢 Create | `terraform_data.created` |", report, StringComparison.Ordinal);
        Assert.Contains("| `url` | `http://old.example.com` | `http://new.example.com` |", report, StringComparison.Ordinal);
        Assert.Contains("| `password` | *sensitive* | *sensitive* |", report, StringComparison.Ordinal);
        Assert.Contains("| `terraform_data.old` | `terraform_data.new` |", report, StringComparison.Ordinal);
        // Terraform's own log shows the value: an attribute that is computed from a sensitive one is not sensitive to it.
        var said = string.Join('\n', result.Log.Where(line => line.Contains("(plan-summary)", StringComparison.Ordinal)));
        Assert.Contains("Summarized 7 resources", said, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", report + said, StringComparison.Ordinal);

        var input = result.Json.GetProperty("policy_input").GetProperty("plan_summary");
        Assert.Equal("""["terraform_data.counted[1]","terraform_data.deleted"]""", input.GetProperty("deleted").GetRawText());
        Assert.Equal("""["terraform_data.replaced"]""", input.GetProperty("replaced").GetRawText());
        var counts = input.GetProperty("counts");
        Assert.Equal((2, 1, 1, 1, 1, 2), (Count("delete"), Count("replace"), Count("update"), Count("create"), Count("move"), Count("output")));

        int Count(string name) => counts.GetProperty(name).GetInt32();
    }

    void Configure(string file) => _simulated.Folder.Write("stack/main.tf", File.ReadAllText(Repository.PathOf("plugins", "plan-summary", "testdata", file)));

    async Task TerraformAsync(params string[] arguments)
    {
        var terraform = new CommandLine("terraform", arguments)
        {
            Folder = _simulated.Folder.PathOf("stack"),
            Variables = new Dictionary<string, string?> { ["TF_CLI_CONFIG_FILE"] = "/dev/null", ["CHECKPOINT_DISABLE"] = "1" },
        };
        (await terraform.RunAsync()).ShouldExit(0);
    }
}
