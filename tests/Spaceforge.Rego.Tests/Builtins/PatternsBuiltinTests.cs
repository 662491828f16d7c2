namespace Spaceforge.Rego.Tests.Builtins;

/// <summary>Results and errors of builtins: patterns.</summary>
public sealed class PatternsBuiltinTests
{
    [Theory]
    [InlineData("regex.match", """["^[a-z]+\\[[0-9]+\\]$", "foo[1]"]""", "true")]
    [InlineData("regex.match", """["[", "a"]""", "error: error parsing regexp: missing closing ]: `[`")]
    [InlineData("regex.match", """["a**", "a"]""", "error: error parsing regexp: invalid nested repetition operator: `**`")]
    [InlineData("regex.match", """["(?=a)", "a"]""", "error: error parsing regexp: invalid or unsupported Perl syntax: `(?=`")]
    [InlineData("regex.match", """["(a)\\1", "aa"]""", """error: error parsing regexp: invalid escape sequence: `\1`""")]
    [InlineData("regex.match", """["a{1001}", "a"]""", "error: error parsing regexp: invalid repeat count: `{1001}`")]
    [InlineData("regex.match", """["(a", "a"]""", "error: error parsing regexp: missing closing ): `(a`")]
    [InlineData("regex.match", """["a)", "a"]""", "error: error parsing regexp: unexpected ): `a)`")]
    [InlineData("regex.match", """["*", "a"]""", "error: error parsing regexp: missing argument to repetition operator: `*`")]
    [InlineData("regex.match", """["\\bfoo\\b", "éfoo"]""", "true")]
    [InlineData("regex.match", """["^.$", "😀"]""", "true")]
    [InlineData("regex.match", """["^[^a]$", "😀"]""", "true")]
    [InlineData("regex.match", """["(?i)straSSe", "STRASSE"]""", "true")]
    [InlineData("regex.match", """["(?i)k", "\u212a"]""", "true")]
    [InlineData("regex.match", """["\\d", "٣"]""", "false")]
    [InlineData("regex.match", """["^\\p{Greek}+$", "αβγ"]""", "true")]
    [InlineData("regex.match", """["^\\pL+$", "aäλ"]""", "true")]
    [InlineData("regex.match", """["\\p{Nope}", "a"]""", """error: error parsing regexp: invalid character class range: `\p{Nope}`""")]
    [InlineData("regex.match", """["a.b", "a\nb"]""", "false")]
    [InlineData("regex.match", """["(?s)a.b", "a\nb"]""", "true")]
    [InlineData("regex.match", """["a$", "a\n"]""", "false")]
    [InlineData("regex.match", """["(?m)^b$", "a\nb\nc"]""", "true")]
    [InlineData("regex.match", """["^\\Qa.b\\E$", "a.b"]""", "true")]
    [InlineData("regex.match", """["x{,2}", "x{,2}"]""", "true")]
    [InlineData("regex.match", """["[[:alpha:]]", "1"]""", "false")]
    [InlineData("regex.match", """["(?P<n>a)(?<m>b)", "ab"]""", "true")]
    [InlineData("regex.is_valid", """["a("]""", "false")]
    [InlineData("regex.is_valid", "[1]", "false")]
    [InlineData("regex.is_valid", """["a+?"]""", "true")]
    [InlineData("regex.find_n", """["a*", "baaau", -1]""", """["","aaa",""]""")]
    [InlineData("regex.find_n", """["a.", "paranormal", 2]""", """["ar","an"]""")]
    [InlineData("regex.find_n", """["é|😀", "x😀é", -1]""", """["😀","é"]""")]
    [InlineData("regex.find_all_string_submatch_n", """["a(x*)b(y)?", "-axxb-ab-", -1]""", """[["axxb","xx",""],["ab","",""]]""")]
    [InlineData("regex.split", """["z+", "pizza"]""", """["pi","a"]""")]
    [InlineData("regex.split", """["", "ab"]""", """["a","b"]""")]
    [InlineData("regex.split", """["a", ""]""", """[""]""")]
    [InlineData("regex.replace", """["foo bar", "(\\w+) (\\w+)", "$2-${1}_$$"]""", "\"bar-foo_$\"")]
    [InlineData("regex.replace", """["abc", "x*", "-"]""", "\"-a-b-c-\"")]
    [InlineData("regex.replace", """["foo", "^[a-z]", "F"]""", "\"Foo\"")]
    [InlineData("regex.replace", """["a1", "(?P<l>[a-z])", "$lx.${l}$"]""", "\".a$1\"")]
    [InlineData("regex.template_match", """["urn:foo:{.*}", "urn:foo:bar:baz", "{", "}"]""", "true")]
    [InlineData("regex.template_match", """["urn:{", "urn", "{", "}"]""", "error: unbalanced braces in \"urn:{\"")]
    [InlineData(
        "regex.template_match",
        """["a", "a", "<<", "}"]""",
        "error: start delimiter has to be exactly one character long but is 2 long")]
    [InlineData("regex.globs_match", """["a.a.[0-9]+z", ".b.b2359825792*594823z"]""", "true")]
    [InlineData("regex.globs_match", """["[a-z]+", "[0-9]*"]""", "false")]
    [InlineData("regex.globs_match", """["a*", "b*"]""", "false")]
    [InlineData(
        "regex.globs_match",
        """["pqrs]", "a"]""",
        "error: input:pqrs], pos:5, set-close ']' with no preceding '[': the input provided is invalid")]
    [InlineData("glob.match", """["*.github.com", ["."], "api.github.com"]""", "true")]
    [InlineData("glob.match", """["api.**.com", ["."], "api.cdn.github.com"]""", "true")]
    [InlineData("glob.match", """["*", [], "a.b"]""", "false")]
    [InlineData("glob.match", """["foo*", null, "foo.bar"]""", "true")]
    [InlineData("glob.match", """["{cat,bat,[fr]at}", [], "rat"]""", "true")]
    [InlineData("glob.match", """["[!a-c]at", [], "bat"]""", "false")]
    [InlineData("glob.match", """["\\*a", [], "*a"]""", "true")]
    [InlineData("glob.match", """["[a-zA]", [], "a"]""", "error: expected close range character: [a-zA]")]
    [InlineData("glob.match", """["a", ["ab"], "a"]""", "type error: operand 2 must be array of runes but got array containing string")]
    [InlineData("glob.quote_meta", """["*.git[hub]"]""", "\"\\\\*.git\\\\[hub\\\\]\"")]
    public void A_call_gives_its_result(string name, string arguments, string outcome) =>
        Assert.Equal(outcome, BuiltinCalls.Outcome(name, arguments));
}
