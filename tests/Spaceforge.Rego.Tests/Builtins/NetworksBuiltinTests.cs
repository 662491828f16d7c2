namespace Spaceforge.Rego.Tests.Builtins;

/// <summary>Results and errors of builtins: networks.</summary>
public sealed class NetworksBuiltinTests
{
    [Theory]
    [InlineData("net.cidr_contains", """["10.0.0.0/8", "10.1.0.0/24"]""", "true")]
    [InlineData("net.cidr_contains", """["10.0.0.0/8", "11.1.2.3"]""", "false")]
    [InlineData("net.cidr_contains", """["x", "11.1.2.3"]""", "error: invalid CIDR address: x")]
    [InlineData("net.cidr_contains", """["10.0.0.0/8", "y"]""", "error: not a valid textual representation of an IP address or CIDR: y")]
    [InlineData("net.cidr_intersects", """["192.168.1.0/25", "192.168.1.64/25"]""", "true")]
    [InlineData("net.cidr_is_valid", """["10.0.0.01/8"]""", "false")]
    [InlineData("net.cidr_is_valid", """["::1/129"]""", "false")]
    [InlineData("net.cidr_is_valid", """["1.2.3/8"]""", "false")]
    [InlineData("net.cidr_is_valid", """["fe80::1%eth0/64"]""", "false")]
    [InlineData("net.cidr_contains_matches", """[["1.1.2.0/24", ["1.1.1.0/24", 1]], {"a": "1.1.1.1"}]""", """[[1,"a"]]""")]
    [InlineData("net.cidr_contains_matches", """["1.1.1.0/24", [1]]""", "error: operand 2: element must be string or non-empty array")]
    [InlineData("net.cidr_expand", """["192.168.1.1/30"]""", """["192.168.1.0","192.168.1.1","192.168.1.2","192.168.1.3"]""")]
    [InlineData("net.cidr_expand", """["::/64"]""", "limit: the number is too large")]
    [InlineData("net.cidr_expand", """["10.0.0.0/4"]""", "limit: out of memory")]
    [InlineData("net.cidr_merge", """[["192.0.128.0/24", "192.0.129.0/24"]]""", """["192.0.128.0/23"]""")]
    [InlineData("net.cidr_merge", """[["192.0.128.0", "2001:db8:0:0:1::/128"]]""", """["192.0.128.0/24","2001:db8:0:0:1::/128"]""")]
    [InlineData("net.cidr_merge", """[["::1"]]""", "error: IPv6 invalid: needs prefix length")]
    [InlineData("net.cidr_merge", "[[1]]", "error: element must be string")]
    [InlineData("semver.compare", """["1.0.0-alpha.2", "1.0.0-alpha.10"]""", "-1")]
    [InlineData("semver.compare", """["1.0.0", "1.0.0-rc"]""", "1")]
    [InlineData("semver.compare", """["1", "1.0.0"]""", """error: operand 1: string "1" is not a valid SemVer""")]
    [InlineData("semver.is_valid", """["1.2.3+meta-1"]""", "true")]
    [InlineData("semver.is_valid", "[1]", "false")]
    [InlineData("uuid.parse", """["00000000-0000-4000-8000-000000000000"]""", """{"variant":"RFC4122","version":4}""")]
    [InlineData("uuid.parse", """["x"]""", "error: invalid UUID format")]
    [InlineData("http.send", """[{"method": "get"}]""", """type error: operand 1 missing required request parameters(s): {"url"}""")]
    [InlineData("http.send", """[{"method": "get", "url": "x"}]""", "limit: not allowed by the caller")]
    [InlineData("opa.runtime", "[]", "limit: not allowed by the caller")]
    [InlineData("io.jwt.decode", """["abc"]""", "error: encoded JWT had no period separators")]
    [InlineData("io.jwt.decode", """["a.b"]""", "error: encoded JWT must have 3 sections, found 2")]
    public void A_call_gives_its_result(string name, string arguments, string outcome) =>
        Assert.Equal(outcome, BuiltinCalls.Outcome(name, arguments));
}
