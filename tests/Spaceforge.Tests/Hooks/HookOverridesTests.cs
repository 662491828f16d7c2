using Spaceforge.Hooks;
using Spaceforge.Model;

namespace Spaceforge.Tests.Hooks;

/// <summary>A plugin has the hooks that its class, or a class between it and the library's, overrides.</summary>
public sealed class HookOverridesTests
{
    class Base : TestPlugin
    {
        protected override Task BeforeInitAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    sealed class Derived : Base
    {
        protected override Task AfterRunAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    sealed class Hiding : TestPlugin
    {
        new Task AfterPlanAsync(CancellationToken cancellationToken) => base.AfterPlanAsync(cancellationToken);

        public Task Used() => AfterPlanAsync(CancellationToken.None);
    }

    sealed class Lookalikes : TestPlugin
    {
        public static Task AfterPlan(CancellationToken cancellationToken) => Task.FromCanceled(cancellationToken);

        public static Task AfterPlanAsync() => Task.CompletedTask;
    }

    [Fact]
    public void Overrides_count_at_every_level() => Assert.Equal([Hook.BeforeInit, Hook.AfterRun], HookOverrides.Of(new Derived()));

    [Fact]
    public void A_method_that_only_bears_the_name_does_not_count() => Assert.Empty(HookOverrides.Of(new Hiding()));

    [Fact]
    public void A_method_of_another_signature_does_not_count() => Assert.Empty(HookOverrides.Of(new Lookalikes()));

    [Fact]
    public void Names_are_those_of_the_enumeration_in_snake_case() => Assert.Equal(
        Enum.GetValues<Hook>().Select(
            hook => string.Concat(hook.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{c}")).ToLowerInvariant()),
        HookNames.All);

    [Theory]
    [InlineData("AfterPlan", "after_plan")]
    [InlineData("after-plan", "after_plan")]
    [InlineData("BeforeInitAsync", "before_init")]
    [InlineData("after_plant", null)]
    public void A_near_miss_is_understood(string typed, string? meant) => Assert.Equal(meant, HookNames.Suggest(typed));
}
