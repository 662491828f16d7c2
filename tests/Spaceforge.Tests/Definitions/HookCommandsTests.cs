namespace Spaceforge.Tests.Definitions;

/// <summary>Commands by property and by phase are the same.</summary>
public sealed class HookCommandsTests
{
    readonly HookCommands _all = new()
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
        _all.ByPhase.Select(phase => $"{phase.Key} {Assert.Single(phase.Value)}"));

    [Fact]
    public void A_property_has_the_commands_of_its_phase() => Assert.Equal(
        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"],
        new[]
        {
            _all.BeforeInit, _all.AfterInit, _all.BeforePlan, _all.AfterPlan, _all.BeforeApply, _all.AfterApply, _all.BeforePerform,
            _all.AfterPerform, _all.BeforeDestroy, _all.AfterDestroy, _all.AfterRun,
        }.Select(Assert.Single));

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
