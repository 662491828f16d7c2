namespace Spaceforge.Tests.Definitions;

/// <summary>Values that authors and tests compare.</summary>
public sealed class EqualityTests
{
    [Fact]
    public void The_default_of_a_name_is_empty_text()
    {
        object[] values = [default(PolicyType), default(PolicyEngineType), default(ChangeAction),
            default(CheckStatus), default(ResourceMode), default(RunState), default(RunType)];
        Assert.All(values, value => Assert.Equal("", value.ToString()));
        Assert.Equal("", default(PolicyType).Name);
        Assert.Equal(new PolicyType(""), default);
        Assert.Equal(new PolicyType("").GetHashCode(), default(PolicyType).GetHashCode());
    }

    [Fact]
    public void A_name_is_shown_as_the_platform_writes_it() => Assert.Equal("PLAN REGO_V1", $"{PolicyType.Plan} {PolicyEngineType.RegoV1}");

    [Fact]
    public void The_result_of_a_command_can_be_taken_apart()
    {
        var (exitCode, output, error) = new CliResult { ExitCode = 2, Output = ["a"] };
        Assert.Equal((2, "a", 0), (exitCode, output[0], error.Count));
    }
}
