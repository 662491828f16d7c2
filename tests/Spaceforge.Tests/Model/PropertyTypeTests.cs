using Spaceforge.Model;

namespace Spaceforge.Tests.Model;

/// <summary>Which property types are parameters, and of which type.</summary>
public sealed class PropertyTypeTests
{
    [Theory]
    [InlineData(typeof(string), ParameterType.String)]
    [InlineData(typeof(string[]), ParameterType.String)]
    [InlineData(typeof(IReadOnlyList<string>), ParameterType.String)]
    [InlineData(typeof(DayOfWeek), ParameterType.String)]
    [InlineData(typeof(bool), ParameterType.Boolean)]
    [InlineData(typeof(sbyte), ParameterType.Number)]
    [InlineData(typeof(byte), ParameterType.Number)]
    [InlineData(typeof(short), ParameterType.Number)]
    [InlineData(typeof(ushort), ParameterType.Number)]
    [InlineData(typeof(int), ParameterType.Number)]
    [InlineData(typeof(uint), ParameterType.Number)]
    [InlineData(typeof(long), ParameterType.Number)]
    [InlineData(typeof(ulong), ParameterType.Number)]
    [InlineData(typeof(float), ParameterType.Number)]
    [InlineData(typeof(double), ParameterType.Number)]
    [InlineData(typeof(decimal), ParameterType.Number)]
    [InlineData(typeof(char), null)]
    [InlineData(typeof(int[]), null)]
    [InlineData(typeof(List<string>), null)]
    [InlineData(typeof(IReadOnlyList<int>), null)]
    [InlineData(typeof(object), null)]
    public void A_type_is_a_parameter_or_not(Type type, ParameterType? expected) =>
        Assert.Equal(expected, PropertyType.Of(type.FullName, type.IsEnum));

    [Fact]
    public void A_type_without_a_name_is_none() => Assert.Null(PropertyType.Of(null, isEnum: false));
}
