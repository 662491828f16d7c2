namespace Spaceforge.Rego.Tests.Builtins;

/// <summary>Results and errors of builtins: times.</summary>
public sealed class TimesBuiltinTests
{
    [Theory]
    [InlineData("time.now_ns", "[]", "1767323045000000000")]
    [InlineData("time.parse_rfc3339_ns", """["2017-06-02T19:00:00-07:00"]""", "1496455200000000000")]
    [InlineData("time.parse_ns", """["2006-01-02", "2020-02-30"]""", """error: parsing time "2020-02-30": day out of range""")]
    [InlineData("time.parse_ns", """["Jan _2 2006 3:04PM MST", "Feb  3 2020 4:05PM UTC"]""", "1580745900000000000")]
    [InlineData("time.parse_ns", """["RFC1123Z", "Sat, 03 Dec 2022 00:10:53 +0530"]""", "1670006453000000000")]
    [InlineData(
        "time.parse_ns",
        """["2006-01-02", "nope"]""",
        "error: parsing time \"nope\" as \"2006-01-02\": cannot parse \"nope\" as \"2006\"")]
    [InlineData("time.parse_ns", """["2006-01-02", "2300-01-01"]""", "error: time outside of valid range")]
    [InlineData("time.parse_ns", """["2006-01-02 15:04:05", "2020-01-02 03:04:05.25"]""", "1577934245250000000")]
    [InlineData("time.parse_ns", """["2006-002", "2020-060"]""", "1582934400000000000")]
    [InlineData(
        "time.parse_rfc3339_ns",
        """["2020-01-01"]""",
        "error: parsing time \"2020-01-01\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"T\"")]
    [InlineData("time.parse_duration_ns", """["1h15m30.5s"]""", "4530500000000")]
    [InlineData("time.parse_duration_ns", """["-1.5us"]""", "-1500")]
    [InlineData("time.parse_duration_ns", """["1"]""", "error: time: missing unit in duration \"1\"")]
    [InlineData("time.parse_duration_ns", """["1x"]""", "error: time: unknown unit \"x\" in duration \"1x\"")]
    [InlineData("time.parse_duration_ns", """["99999999999h"]""", "error: time: invalid duration \"99999999999h\"")]
    [InlineData("time.date", """[[1517814000000000000, "America/Los_Angeles"]]""", "[2018,2,4]")]
    [InlineData("time.clock", """[[1517832000000000000, "America/New_York"]]""", "[7,0,0]")]
    [InlineData("time.weekday", "[1517832000000000000]", "\"Monday\"")]
    [InlineData("time.weekday", "[-1]", "\"Wednesday\"")]
    [InlineData("time.date", """[[1, "Nowhere/Land"]]""", "error: unknown time zone Nowhere/Land")]
    [InlineData("time.date", """[[1, "../etc/passwd"]]""", "error: time: invalid location name")]
    [InlineData("time.date", "[1e30]", "error: timestamp too big")]
    [InlineData("time.date", """["a"]""", "type error: operand 1 must be either number (ns) or [number (ns), string (tz)] but got string")]
    [InlineData("time.format", "[1670006453141828752]", "\"2022-12-02T18:40:53.141828752Z\"")]
    [InlineData(
        "time.format",
        """[[1670006453141828752, "Asia/Kolkata", "Mon Jan 02 15:04:05 -0700 2006"]]""",
        "\"Sat Dec 03 00:10:53 +0530 2022\"")]
    [InlineData("time.format", """[[0, "", "Monday 002 _2 3PM .000 06 z"]]""", "\"Thursday 001  1 12AM .000 70 z\"")]
    [InlineData("time.add_date", "[1585852421593912000, 3, 9, 12]", "1705257221593912000")]
    [InlineData("time.add_date", "[0, 2262, 1, 1]", "error: time outside of valid range")]
    [InlineData("time.add_date", "[0, 9223372036854775807, 0, 0]", "error: time outside of valid range")]
    [InlineData("time.diff", "[1078012800000000000, 1109635200000000000]", "[1,0,1,0,0,0]")]
    public void A_call_gives_its_result(string name, string arguments, string outcome) =>
        Assert.Equal(outcome, BuiltinCalls.Outcome(name, arguments));
}
