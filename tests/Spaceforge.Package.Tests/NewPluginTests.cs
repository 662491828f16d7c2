namespace Spaceforge.Package.Tests;

/// <summary>
/// A new plugin from the packed tool and the packed template, with only the restored packages available.
/// </summary>
public sealed class NewPluginTests(NewUser user)
{
    [Fact]
    public async Task The_tool_and_the_template_give_the_same()
    {
        string[][] commands = [["my-plugin"], ["AWSRegion.v2 API", "--minimal"], ["3scale"], ["true"], ["spaceforge"]];
        Directory.CreateDirectory(user.Home.PathOf("tool"));
        Directory.CreateDirectory(user.Home.PathOf("template"));
        (await user.RunAsync(
            "dotnet", "new", "install", Repository.PathOf("artifacts", "packages", "Spaceforge.Templates.1.0.0.nupkg"))).ShouldExit(0);

        foreach (var command in commands)
        {
            (await user.RunInAsync(user.Home.PathOf("tool"), user.Tool, ["new", .. command])).ShouldExit(0);
            (await user.RunInAsync(user.Home.PathOf("template"), "dotnet", ["new", "spaceforge-plugin", "-n", .. command])).ShouldExit(0);
        }

        Assert.Equal(Files("tool"), Files("template"));
        Assert.Equal(4 * 14 + 2, Files("tool").Count);
    }

    [Fact]
    public async Task What_its_workflow_does_passes()
    {
        // The SDK's downloads for a first plugin are there; everything else is in the packed packages or restored with this
        // repository.
        (await user.RunInAsync(user.QuickStart("first"), user.Tool, "generate", "-o", "-")).ShouldExit(0);
        user.Home.Write("offline/nuget.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{Repository.PathOf("artifacts", "packages")}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="restored" value="{Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        (await user.RunInAsync(user.Home.PathOf("offline"), user.Tool, "new", "my-plugin")).ShouldExit(0);
        var folder = user.Home.PathOf("offline", "my-plugin");
        const string Run = "- run: ";
        var lines = (await File.ReadAllLinesAsync(
            Path.Combine(folder, ".github", "workflows", "plugin.yml"), TestContext.Current.CancellationToken))
            .Select(line => line.Trim()).Where(line => line.StartsWith(Run, StringComparison.Ordinal))
                .Select(line => line[Run.Length..]).ToArray();
        Assert.Equal(2, lines.Length);

        foreach (var line in lines)
        {
            var ran = (await user.RunInAsync(folder, "sh", "-c", line)).ShouldExit(0);
            Assert.DoesNotContain("warning", ran.Output + ran.Error, StringComparison.OrdinalIgnoreCase);
            if (line.StartsWith("dotnet run", StringComparison.Ordinal)) Assert.Matches("Total: 2|total: 2", ran.Output);
        }

        // The most common commands.
        Assert.Matches("total: 2", (await user.RunInAsync(Path.Combine(folder, "tests"), "dotnet", "test")).ShouldExit(0).Output);
    }

    [Fact]
    public async Task A_file_based_script_has_a_fake_Spacelift()
    {
        user.Home.Write("script/fake.cs", """
            #:package Spaceforge.Testing@1.0.0
            using System.Net.Http.Headers;
            using Spaceforge.Testing;

            using var spacelift = new FakeSpacelift();
            spacelift.Stacks.Add(new FakeStack { Id = "my-stack", Name = "My stack" });
            using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(1) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", spacelift.RunToken);
            using var answer = await http.PostAsync(spacelift.Endpoint, new StringContent("{\"query\":\"{ stacks { id name } }\"}"));
            Console.WriteLine($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            """);
        var ran = (await user.RunInAsync(user.Home.PathOf("script"), "dotnet", "run", "fake.cs")).ShouldExit(0);
        Assert.Contains("""200 {"data":{"stacks":[{"id":"my-stack","name":"My stack"}]}}""", ran.Output, StringComparison.Ordinal);
    }

    /// <summary>Texts by path.</summary>
    List<(string Path, string Text)> Files(string folder) =>
    [
        .. Directory.GetFiles(user.Home.PathOf(folder), "*", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(user.Home.PathOf(folder), file), File.ReadAllText(file)))
            .OrderBy(file => file.Item1, StringComparer.Ordinal),
    ];
}
