using Spaceforge.Manifests;
using Spaceforge.Model;

namespace Spaceforge.Tests.Manifests;

/// <summary>What a manifest is made of: every declaration, with names resolved and what starts the plugin.</summary>
public sealed class ManifestBuilderTests
{
    const string Folder = "/mnt/workspace/plugins/built";

    static readonly Parameter Token = new("API Token") { Sensitive = true, Description = "the token" };
    static readonly Parameter Limit = new("Limit") { Id = "max", Type = ParameterType.Number, Default = 3, Required = false };

    [Fact]
    public void References_become_ids_and_the_first_context_of_priority_zero_starts_the_plugin()
    {
        var manifest = Build(new Hooked
        {
            PluginName = "built",
            PluginVersion = "2.0.0",
            DeclaredDescription = "about",
            DeclaredParameters = [Token, Limit],
            DeclaredContexts =
            [
                new Context("late")
                {
                    Priority = 2,
                    Hooks = new HookCommands { BeforeInit = ["echo late"] },
                    MountedFiles = [new MountedFile("late.txt", "text")],
                },
                new Context("main")
                {
                    Description = "starts it",
                    Env =
                    [
                        new Variable("PLAIN", "1"), Variable.From("TOKEN", Token),
                        new Variable("SHOWN") { ValueFromParameter = Token, Sensitive = false }, Variable.From("MAX", Limit),
                    ],
                    Hooks = new HookCommands { BeforeInit = ["echo own"], AfterPlan = ["echo before the plugin"], AfterRun = ["echo end"] },
                    MountedFiles = [new MountedFile("own.txt", "own")],
                    Labels = ["label"],
                },
                new Context("exact") { ExactName = true },
            ],
            DeclaredWebhooks =
            [
                new Webhook("hook", "https://example.com") { SecretFromParameter = Token, Labels = ["w"] },
                new Webhook("open", "https://example.com"),
            ],
            DeclaredPolicies = [new Policy("policy", PolicyType.Plan, "package spacelift")],
        });

        Assert.Equal(("built", "2.0.0", "about", "Unknown"), (manifest.Name, manifest.Version, manifest.Description, manifest.Author));
        Assert.Equal(
            [
                new ManifestParameter("API Token", "the token", ParameterType.String, true, false, null, manifest.Parameters[0].Id),
                new ManifestParameter("Limit", "", ParameterType.Number, false, false, 3, "max"),
            ],
            manifest.Parameters);
        Assert.Equal(["YYYYY-late", "ZZZZZ-main", "exact"], manifest.Contexts.Select(context => context.NamePrefix));
        var main = manifest.Contexts[1];
        Assert.Equal(
            [
                new ManifestVariable("PLAIN", "1", null, false),
                new ManifestVariable("TOKEN", null, manifest.Parameters[0].Id, true),
                new ManifestVariable("SHOWN", null, manifest.Parameters[0].Id, false),
                new ManifestVariable("MAX", null, "max", false),
            ],
            main.Env);
        Assert.Equal(
            ["own.txt", $"{Folder}/launch.sh", $"{Folder}/install.sh", $"{Folder}/plugin.cs"], main.MountedFiles.Select(file => file.Path));
        Assert.Equal(
            [
                "before_init: mkdir -p /mnt/workspace/plugins/built /mnt/workspace/plugins/plugin_binaries; echo own",
                $"after_plan: echo before the plugin; sh {Folder}/launch.sh after_plan source plugin.cs",
                "after_run: echo end",
            ],
            Commands(main));
        Assert.Equal(("starts it", "label"), (main.Description, Assert.Single(main.Labels)));
        Assert.Equal(["before_init: echo late"], Commands(manifest.Contexts[0]));
        Assert.Equal(["late.txt"], manifest.Contexts[0].MountedFiles.Select(file => file.Path));
        Assert.Empty(manifest.Contexts[2].Hooks);
        Assert.Equal([manifest.Parameters[0].Id, null], manifest.Webhooks.Select(webhook => webhook.SecretFromParameter));
        Assert.Equal(["w"], manifest.Webhooks[0].Labels);
        Assert.Equal("policy", Assert.Single(manifest.Policies).NamePrefix);
    }

    [Fact]
    public void Without_a_context_of_priority_zero_one_is_added_in_front_and_starts_the_plugin()
    {
        var manifest = Build(new Hooked { PluginName = "built", DeclaredContexts = [new Context("late") { Priority = 1 }] });
        Assert.Equal(["ZZZZZ-built", "YYYYY-late"], manifest.Contexts.Select(context => context.NamePrefix));
        Assert.Equal(["before_init", "after_plan"], manifest.Contexts[0].Hooks.Select(phase => phase.Phase));
        Assert.Empty(manifest.Contexts[1].Hooks);
        Assert.Equal(["built"], Build(new Hooked { PluginName = "built" }).Contexts.Select(context => context.NamePrefix));
    }

    static PluginManifest Build(SpaceforgePlugin plugin)
    {
        var definition = PluginDefinition.Of(plugin, plugin.GetType());
        return ManifestBuilder.Build(definition, Generated.Launch(definition, "source", Generated.SmallProgram));
    }

    static IEnumerable<string> Commands(ManifestContext context) =>
        context.Hooks.Select(phase => $"{phase.Phase}: {string.Join("; ", phase.Commands)}");

    sealed class Hooked : TestPlugin
    {
        protected override Task AfterPlanAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
