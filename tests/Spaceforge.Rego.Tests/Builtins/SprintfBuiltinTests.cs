namespace Spaceforge.Rego.Tests.Builtins;

/// <summary>Results and errors of builtins: sprintf.</summary>
public sealed class SprintfBuiltinTests
{
    [Theory]
    [InlineData(
        "sprintf",
        """["%d|%5d|%-5d|%05d|%+d|%x|%X|%#x|%o|%b|%c|%q|%U", [42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42]]""",
        "\"42|   42|42   |00042|+42|2a|2A|0x2a|52|101010|*|'*'|U+002A\"")]
    [InlineData(
        "sprintf",
        """["%s|%10s|%-6s|%.2s|%q|%x", ["ab", "ab", "ab", "abc", "a\"b", "hi"]]""",
        "\"ab|        ab|ab    |ab|\\\"a\\\\\\\"b\\\"|6869\"")]
    [InlineData("sprintf", """["%v %v %v %v", [1, "a", null, [1, "b"]]]""", "\"1 a null [1, \\\"b\\\"]\"")]
    [InlineData(
        "sprintf",
        """["%f %.2f %e %g %G %8.3f|", [1.5, 1.005, 1234.5678, 1e-06, 1e-10, 3.14159]]""",
        "\"1.500000 1.00 1.234568e+03 1e-06 1E-10    3.142|\"")]
    [InlineData("sprintf", """["%d", ["a"]]""", "\"%!d(string=a)\"")]
    [InlineData("sprintf", """["%s", [1]]""", "\"%!s(int=1)\"")]
    [InlineData("sprintf", """["%d %d", [1]]""", "\"1 %!d(MISSING)\"")]
    [InlineData("sprintf", """["%d", [1, 2]]""", "\"1%!(EXTRA int=2)\"")]
    [InlineData("sprintf", """["%!", [1]]""", "\"%!!(int=1)\"")]
    [InlineData("sprintf", """["100%", []]""", "\"100%!(NOVERB)\"")]
    [InlineData("sprintf", """["%[2]d %[1]d", [1, 2]]""", "\"2 1\"")]
    [InlineData("sprintf", """["%[5]d", [1]]""", "\"%!d(BADINDEX)\"")]
    [InlineData("sprintf", """["%*d", [5, 1]]""", "\"    1\"")]
    [InlineData("sprintf", """["%t", [true]]""", "\"%!t(string=true)\"")]
    [InlineData("sprintf", """["%%", []]""", "\"%\"")]
    [InlineData("sprintf", """["%T %T", [1, "a"]]""", "\"int string\"")]
    [InlineData(
        "sprintf",
        """["%d %s %x", [123456789012345678901, 123456789012345678901, 255]]""",
        "\"123456789012345678901 123456789012345678901 ff\"")]
    [InlineData("sprintf", """["%v %v %v", [1.0, 123456789.5, 1e21]]""", "\"1 1.234567895e+08 1e+21\"")]
    [InlineData("sprintf", """["%d", [2.0]]""", "\"%!d(float64=2)\"")]
    [InlineData("sprintf", """["%s", [{"a": {"$set": [1, 2]}}]]""", "\"{\\\"a\\\": {1, 2}}\"")]
    [InlineData("sprintf", """["%s", 1]""", "type error: operand 2 must be array but got number")]
    public void A_call_gives_its_result(string name, string arguments, string outcome) =>
        Assert.Equal(outcome, BuiltinCalls.Outcome(name, arguments));
}
