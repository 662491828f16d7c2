namespace Spaceforge.Rego.Tests.Builtins;

/// <summary>Results and errors of builtins: encodings.</summary>
public sealed class EncodingsBuiltinTests
{
    [Theory]
    [InlineData(
        "json.marshal",
        """[{"a": [1, {"$set": [2]}], "b": "<é>"}]""",
        "\"{\\\"a\\\":[1,[2]],\\\"b\\\":\\\"\\\\u003cé\\\\u003e\\\"}\"")]
    [InlineData(
        "json.marshal_with_options",
        """[{"a": [1]}, {"indent": " ", "prefix": ">"}]""",
        "\">{\\n> \\\"a\\\": [\\n>  1\\n> ]\\n>}\"")]
    [InlineData("json.marshal_with_options", """[[], {"x": 1}]""", "type error: operand 2 object contained unknown key \"x\"")]
    [InlineData("json.unmarshal", """["[1, {\"a\": null}]"]""", """[1,{"a":null}]""")]
    [InlineData("json.is_valid", """["{"]""", "false")]
    [InlineData("json.is_valid", """["1"]""", "true")]
    [InlineData("base64.encode", """["hello"]""", "\"aGVsbG8=\"")]
    [InlineData("base64.decode", """["aGVsbG8="]""", "\"hello\"")]
    [InlineData("base64.decode", """["aGVsbG8"]""", "error: illegal base64 data at input byte 4")]
    [InlineData("base64.is_valid", """["a"]""", "false")]
    [InlineData("base64url.encode_no_pad", """["??>"]""", "\"Pz8-\"")]
    [InlineData("base64url.decode", """["Pz8-"]""", "\"??>\"")]
    [InlineData("base64url.decode", """["a"]""", "error: illegal base64url string: a")]
    [InlineData("hex.encode", """["hé"]""", "\"68c3a9\"")]
    [InlineData("hex.decode", """["6869"]""", "\"hi\"")]
    [InlineData("hex.decode", """["6"]""", "error: encoding/hex: odd length hex string")]
    [InlineData("hex.decode", """["zz"]""", "error: encoding/hex: invalid byte: U+007A 'z'")]
    [InlineData("urlquery.encode", """["a=b+1 ~é"]""", "\"a%3Db%2B1+~%C3%A9\"")]
    [InlineData("urlquery.decode", """["a%3Db%2B1+x"]""", "\"a=b+1 x\"")]
    [InlineData("urlquery.decode", """["%z"]""", "error: invalid URL escape \"%z\"")]
    [InlineData("urlquery.encode_object", """[{"b": ["1", "2"], "a": "x y"}]""", "\"a=x+y&b=1&b=2\"")]
    [InlineData("urlquery.encode_object", """[{"a": 1}]""", "type error: operand 1 values must be string, array[string], or set[string]")]
    [InlineData("urlquery.decode_object", """["a=1&b=2&a=3&c"]""", """{"a":["1","3"],"b":["2"],"c":[""]}""")]
    [InlineData(
        "yaml.unmarshal",
        """["a: yes\nb: 010\nc: 1.5\nd: [x, '1', ~]\n2: z"]""",
        """{"2":"z","a":true,"b":8,"c":1.5,"d":["x","1",null]}""")]
    [InlineData("yaml.unmarshal", """["x: &a {p: 1}\nz:\n  <<: *a\n  q: 2"]""", """{"x":{"p":1},"z":{"p":1,"q":2}}""")]
    [InlineData("yaml.unmarshal", """["2001-01-01"]""", "\"2001-01-01\"")]
    [InlineData("yaml.unmarshal", """[""]""", "null")]
    [InlineData("yaml.is_valid", """["a: {"]""", "false")]
    [InlineData("yaml.is_valid", """["a: 1"]""", "true")]
    [InlineData("yaml.is_valid", "[1]", "false")]
    [InlineData(
        "yaml.marshal",
        """[{"b": [1, {"x": "yes", "y": "a: b"}], "a": {}, "s": "one\ntwo", "e": ""}]""",
        "\"a: {}\\nb:\\n- 1\\n- x: \\\"yes\\\"\\n  \\\"y\\\": 'a: b'\\ne: ''\\ns: |-\\n  one\\n  two\\n\"")]
    [InlineData("crypto.md5", """["a"]""", "\"0cc175b9c0f1b6a831c399e269772661\"")]
    [InlineData("crypto.sha1", """["a"]""", "\"86f7e437faa5a7fce15d1ddcb9eaeaea377667b8\"")]
    [InlineData("crypto.sha256", """["a"]""", "\"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\"")]
    [InlineData(
        "crypto.hmac.sha256",
        """["what do ya want for nothing?", "Jefe"]""",
        "\"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843\"")]
    [InlineData("crypto.hmac.equal", """["a", "a"]""", "true")]
    [InlineData("crypto.hmac.md5", """["what do ya want for nothing?", "Jefe"]""", "\"750c783e6ab0b503eaa86e310a5db738\"")]
    [InlineData("crypto.hmac.sha1", """["what do ya want for nothing?", "Jefe"]""", "\"effcdf6ae5eb2fa2d27416d5f184df9c259a7c79\"")]
    public void A_call_gives_its_result(string name, string arguments, string outcome) =>
        Assert.Equal(outcome, BuiltinCalls.Outcome(name, arguments));
}
