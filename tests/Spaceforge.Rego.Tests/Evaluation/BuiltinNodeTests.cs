namespace Spaceforge.Rego.Tests.Evaluation;

/// <summary>What a call makes of an exception in a built-in.</summary>
public sealed class BuiltinNodeTests
{
    static readonly RegoPlace Place = new("test.rego", 3, 5);

    [Theory]
    [InlineData(typeof(OverflowException))]
    [InlineData(typeof(ArgumentException))]
    [InlineData(typeof(FormatException))]
    [InlineData(typeof(InvalidCastException))]
    [InlineData(typeof(IndexOutOfRangeException))]
    public void What_untrusted_arguments_may_cause_is_an_error_of_the_policy(Type type)
    {
        var stop = Assert.Throws<Stop>(() => Invoke((Exception)Activator.CreateInstance(type, "odd")!));
        Assert.Equal(("eval_builtin_error", "name: odd", Place), (stop.Code, stop.Message, stop.Place));
    }

    [Fact]
    public void Other_exceptions_are_mistakes_of_the_engine() =>
        Assert.Throws<InvalidOperationException>(() => Invoke(new InvalidOperationException("odd")));

    static RegoValue? Invoke(Exception thrown) => BuiltinNode.Invoke(
        (_, _) => throw thrown, "name", new Machine(new Plan(new Compilation([]), traced: false), new()), [], Place);
}
