namespace Spaceforge.Tests.Definitions;

/// <summary>Commands by property and by phase are the same.</summary>
public sealed class HookCommandsTests
{
    static readonly HookCommands All = new()
    {
        BeforeInit = ["1"],
        AfterInit = ["2"],
        BeforePlan = ["3"],
        AfterPlan = ["4"],
        BeforeApply = ["5"],
        AfterApply = ["6"],
        BeforePerform = ["7"],
        AfterPerform = ["8"],
        BeforeDestroy = ["9"],
        AfterDestroy = ["10"],
        AfterRun = ["11"],
    };

    [Fact]
    public void A_property_sets_the_commands_of_its_phase() => Assert.Equal(
        [
            "before_init 1", "after_init 2", "before_plan 3", "after_plan 4", "before_apply 5", "after_apply 6", "before_perform 7",
            "after_perform 8", "before_destroy 9", "after_destroy 10", "after_run 11",
        ],
        All.ByPhase.Select(phase => $"{phase.Key} {Assert.Single(phase.Value)}"));

    [Fact]
    public void A_property_has_the_commands_of_its_phase() => Assert.All(
        typeof(HookCommands).GetProperties(),
        property => Assert.Same(
            property.GetValue(All), property.GetValue(new HookCommands(All.ByPhase))));

    [Fact]
    public void The_first_and_the_last_phase_have_their_commands() =>
        Assert.Equal(("1", "11"), (Assert.Single(All.BeforeInit), Assert.Single(All.AfterRun)));

    [Fact]
    public void A_phase_without_commands_is_empty()
    {
        var commands = new HookCommands { AfterPlan = ["x"] };
        Assert.Empty(commands.BeforeInit);
        Assert.Empty(commands["before_everything"]);
        Assert.Equal(["after_plan"], (commands with { AfterPlan = ["y"] }).ByPhase.Keys);
        Assert.Equal(["x"], commands.AfterPlan);
    }
}
