namespace Spaceforge.Package.Tests;

/// <summary>Hooks do not depend on the machine's culture.</summary>
public sealed class CultureTests(NewUser user)
{
    [Fact]
    public async Task A_plugin_writes_numbers_as_on_a_worker_whatever_the_language_of_the_machine()
    {
        user.Home.Write("culture/plugin.cs", """
            #:package Spaceforge@1.0.0
            using Spaceforge;

            return await SpaceforgePlugin.RunAsync<Speaker>(args);

            sealed class Speaker : SpaceforgePlugin
            {
                public override string Name => "speaker";

                protected override Task AfterPlanAsync(CancellationToken cancellationToken)
                {
                    Console.WriteLine($"{1234.5:N1} {new DateTime(2026, 3, 1):dddd}");
                    return Task.CompletedTask;
                }
            }

            """);
        var german = new CommandLine(user.Tool, ["run", "after_plan"])
        {
            Folder = user.Home.PathOf("culture"),
            Variables = new Dictionary<string, string?>(user.Variables) { ["LC_ALL"] = "de_DE.UTF-8" },
        };

        Assert.Equal("1,234.5 Sunday\n", (await german.RunAsync()).ShouldExit(0).Output);
    }
}
