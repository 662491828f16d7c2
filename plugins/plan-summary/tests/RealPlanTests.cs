namespace Spaceforge.Plugins.Tests;

/// <summary>plan-summary in a whole run, on a plan that Terraform makes with its built-in resource.</summary>
public sealed class RealPlanTests : IDisposable
{
    const string Before = """
        variable "password" {
          default   = "hunter2"
          sensitive = true
        }
        resource "terraform_data" "replaced" {
          triggers_replace = ["one"]
        }
        resource "terraform_data" "deleted" {}
        resource "terraform_data" "old" {}
        resource "terraform_data" "changed" {
          input = { password = var.password, size = 1 }
        }
        output "url" {
          value = "http://old"
        }
        output "password" {
          value     = var.password
          sensitive = true
        }
        """;

    readonly Simulated _simulated = new();

    public void Dispose() => _simulated.Dispose();

    [Fact]
    public async Task It_sums_up_what_terraform_means_to_do()
    {
        var after = Before
            .Replace("\"one\"", "\"two\"", StringComparison.Ordinal)
            .Replace("resource \"terraform_data\" \"deleted\" {}", "resource \"terraform_data\" \"created\" {\n  input = var.password\n}", StringComparison.Ordinal)
            .Replace("\"old\" {}", "\"new\" {}\nmoved {\n  from = terraform_data.old\n  to   = terraform_data.new\n}", StringComparison.Ordinal)
            .Replace("size = 1", "size = 2", StringComparison.Ordinal)
            .Replace("http://old", "http://new", StringComparison.Ordinal)
            .Replace("hunter2", "hunter3", StringComparison.Ordinal);
        _simulated.Folder.Write("stack/main.tf", Before);
        await TerraformAsync("init", "-input=false");
        await TerraformAsync("apply", "-input=false", "-auto-approve");
        _simulated.Folder.Write("stack/main.tf", after);

        var result = await _simulated.RunAsync(0, Repository.PathOf("plugins", "plan-summary", "plugin.cs"), "--source", "stack");

        var report = result.Json.GetProperty("outputs").GetProperty("plan-summary").GetString()!;
        Assert.Contains("| **🔴 Delete** | `terraform_data.deleted` | delete: no resource config |", report, StringComparison.Ordinal);
        Assert.Contains("| **🟠 Replace** | `terraform_data.replaced` | forced by `triggers_replace` |", report, StringComparison.Ordinal);
        Assert.Contains("| 🟡 Update | `terraform_data.changed` | `input`, `output` |", report, StringComparison.Ordinal);
        Assert.Contains("| 🟢 Create | `terraform_data.created` |", report, StringComparison.Ordinal);
        Assert.Contains("| `url` | `http://old` | `http://new` |", report, StringComparison.Ordinal);
        Assert.Contains("| `password` | *sensitive* | *sensitive* |", report, StringComparison.Ordinal);
        Assert.Contains("| `terraform_data.old` | `terraform_data.new` |", report, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", report + string.Join('\n', result.Log), StringComparison.Ordinal);

        var input = result.Json.GetProperty("policy_input").GetProperty("plan_summary");
        Assert.Equal("""["terraform_data.deleted"]""", input.GetProperty("deleted").GetRawText());
        Assert.Equal("""["terraform_data.replaced"]""", input.GetProperty("replaced").GetRawText());
        var counts = input.GetProperty("counts");
        Assert.Equal((1, 1, 1, 1, 1, 2), (Count("delete"), Count("replace"), Count("update"), Count("create"), Count("move"), Count("output")));

        int Count(string name) => counts.GetProperty(name).GetInt32();
    }

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
