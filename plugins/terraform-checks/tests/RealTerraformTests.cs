namespace Spaceforge.Plugins.Tests;

/// <summary>terraform-checks in a whole run, with a real Terraform.</summary>
public sealed class RealTerraformTests : IDisposable
{
    readonly Simulated _simulated = new();

    public void Dispose() => _simulated.Dispose();

    [Fact]
    public async Task It_checks_what_Terraform_reads()
    {
        Needs.Program("terraform");
        foreach (var file in (string[])["main.tf", "modules/network/main.tf"])
            _simulated.Folder.Write($"stack/{file}", File.ReadAllText(Repository.PathOf("plugins", "terraform-checks", "testdata", file)));
        _simulated.Folder.Write("stack/invalid.tf", "output \"invalid\" {\n  value = terraform_data.other.id\n}\n");

        // Terraform's own plan fails for the same reason.
        var result = await _simulated.RunAsync(1, Repository.PathOf("plugins", "terraform-checks", "plugin.cs"), "--source", "stack");

        var log = result.Log.Where(line => line.Contains("(terraform-checks)", StringComparison.Ordinal)).ToList();
        foreach (var finding in (string[])["HIGH validate invalid.tf:2 Reference to undeclared resource", "MEDIUM format main.tf ",
            "MEDIUM format modules/network/main.tf ", "MEDIUM required-version main.tf:2 ", "Terraform checks: 4 findings"])
            Assert.Contains(log, line => line.Contains(finding, StringComparison.Ordinal));
        Assert.Contains("`invalid.tf:2`", result.Json.GetProperty("outputs").GetProperty("terraform-checks").GetString()!, StringComparison.Ordinal);
    }
}
