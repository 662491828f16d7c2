using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Spaceforge.Testing;

namespace Spaceforge.Tests.Services;

/// <summary>Random secrets go through every service, and none comes out anywhere.</summary>
public sealed class LeakTests
{
    const string Characters = "abcXYZ0189$`\"'\\|&;<>(){}[]*?!#~=%+.,:/@^_- éß漢🔴";

    [Fact]
    public async Task No_secret_shows_up_anywhere()
    {
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            using var hook = new HookOf();
            var (password, token, added, lines) = (Secret(random), Secret(random), Secret(random), $"{Secret(random)}\n{Secret(random)}");
            hook.Harness.Parameters["password"] = password;
            hook.Harness.Environment["SPACELIFT_DEBUG"] = i % 2 == 0 ? "true" : "";
            hook.Harness.Commands.RunOthers = true;
            if (i % 3 == 0) hook.Harness.Spacelift = null;
            hook.Spacelift.ApiKeys.Add(new FakeApiKey { Id = "01KEY", Secret = token });
            hook.Spacelift.Fail(Fault.Status(500));

            var outcome = await hook.RunAsync(async plugin =>
            {
                plugin.AddMask(added);
                plugin.AddMask(lines);
                string[] secrets = [password, added, lines];
                foreach (var secret in secrets)
                {
                    plugin.Logger.LogInformation("log {Secret}", secret);
                    plugin.Logger.LogError(new InvalidOperationException(secret), "failed with {Secret}", secret);
                    await plugin.RunCliAsync("printf", "%s\\n", secret);
                    await plugin.RunCliAsync(new CliOptions { StandardInput = secret }, "sh", "-c", "tee /dev/stderr");
                    await plugin.SendMarkdownAsync($"# Report\n\n{secret}\n\n{new JsonObject { ["x"] = secret }.ToJsonString()}\n\nhttps://example.com?q={Uri.EscapeDataString(secret)}");
                    plugin.AddToPolicyInput("input", new JsonObject { ["value"] = secret, ["list"] = new JsonArray(secret), [secret] = 1 });
                }

                if (hook.Harness.Spacelift is not null)
                {
                    await plugin.UseUserTokenAsync("01KEY", token);
                    await Assert.ThrowsAsync<SpaceliftApiException>(() => plugin.QueryApiAsync($"query {{ x{token.Length} }}"));
                    plugin.Logger.LogInformation("token {Token}", token);
                }

                throw new InvalidOperationException(string.Join(" and ", secrets));
            });

            Assert.Equal(1, outcome.ExitCode);
            var written = string.Join('\n', [
                outcome.Log, WithoutAnnouncements(outcome.Output), .. outcome.Markdown,
                .. outcome.PolicyInputs.Values.Select(input => input.ToJsonString()),
                .. Directory.GetFiles(hook.Harness.ProjectRoot).Select(File.ReadAllText)]);
            string[] parts = [password, token, added, .. lines.Split('\n'), hook.Spacelift.RunToken];
            Assert.All(parts, part =>
            {
                Assert.DoesNotContain(part, written, StringComparison.Ordinal);
                Assert.DoesNotContain(Uri.EscapeDataString(part), written, StringComparison.Ordinal);
                Assert.DoesNotContain(JsonValue.Create(part).ToJsonString()[1..^1], written, StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public async Task On_a_worker_each_secret_is_announced_to_the_platform_once()
    {
        using var hook = new HookOf();
        hook.Harness.Parameters["password"] = "hunter2";
        var outcome = await hook.RunAsync(plugin =>
        {
            plugin.AddMask("hunter2");
            plugin.AddMask("two words");
            plugin.AddMask("another");
            return Task.CompletedTask;
        });

        Assert.Equal($"::add-mask {hook.Spacelift.RunToken}\n::add-mask hunter2\n::add-mask hidden-value\n::add-mask another\n",
            outcome.Output);

        hook.Harness.Spacelift = null;
        Assert.DoesNotContain("::add-mask", (await hook.RunAsync(_ => Task.CompletedTask)).Output, StringComparison.Ordinal);
    }

    // The platform reads these lines, and shows them to nobody.
    static string WithoutAnnouncements(string output) =>
        string.Join('\n', output.Split('\n').Where(line => !line.StartsWith("::add-mask ", StringComparison.Ordinal)));

    static string Secret(Random random)
    {
        var runes = Characters.EnumerateRunes().ToArray();
        return string.Concat(Enumerable.Range(0, random.Next(6, 20)).Select(_ => runes[random.Next(runes.Length)].ToString()))
            .Trim().PadLeft(6, 'q');
    }
}
