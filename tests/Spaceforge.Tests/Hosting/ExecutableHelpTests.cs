using Spaceforge.Hosting;
using Spaceforge.Model;

namespace Spaceforge.Tests.Hosting;

/// <summary>What a native executable says about itself.</summary>
public sealed class ExecutableHelpTests
{
    [Fact]
    public void It_has_the_hooks_and_parameters_and_nothing_that_is_refused()
    {
        var plugin = new Documented();
        var help = ExecutableHelp.Of(plugin, DeclaredParameters.Of(plugin, typeof(Documented), false));

        Assert.StartsWith("documented 1.0.0, a Spacelift plugin as one executable.\n", help, StringComparison.Ordinal);
        Assert.Contains("\nHooks: before_init, after_plan\n", help, StringComparison.Ordinal);
        Assert.Contains("\n  key  The key (required)\n  level  How much [default: 3]\n  token  A token\n", help, StringComparison.Ordinal);
        Assert.DoesNotContain("generate", help, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", help, StringComparison.Ordinal);
    }

    sealed class Documented : SpaceforgePlugin
    {
        public override string Name => "documented";

        public override IReadOnlyList<Parameter> Parameters =>
        [
            new("Key") { Id = "key", Description = "The key", Required = true },
            new("Level") { Id = "level", Description = "How much", Type = ParameterType.Number, Default = 3 },
            new("Token") { Id = "token", Description = "A token", Sensitive = true, Default = "hunter2" },
        ];

        protected override Task BeforeInitAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        protected override Task AfterPlanAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
