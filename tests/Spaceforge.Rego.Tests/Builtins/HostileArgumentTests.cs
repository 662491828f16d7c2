namespace Spaceforge.Rego.Tests.Builtins;

/// <summary>No arguments of any kind crash a builtin, fill the memory or keep it running.</summary>
public sealed class HostileArgumentTests
{
    static readonly RegoValue[] Pool =
    [
        RegoNull.Value,
        RegoBoolean.True,
        RegoNumber.Zero,
        RegoNumber.Of(-1),
        RegoNumber.Of(2),
        RegoNumber.Of(1.5),
        RegoNumber.Of(long.MaxValue),
        RegoNumber.Of(long.MinValue),
        Number("1e400"),
        Number("-1e999999"),
        Number("1e-999999"),
        RegoString.Empty,
        new RegoString("a"),
        new RegoString("\uD800\uDCFF\uDE00"),
        new RegoString("\0%99999999999d%[9]*.[1]*q%!x\\"),
        new RegoString("(((((a{1,1000}){1,1000}){1,1000}"),
        new RegoString("[^\\x{0}-\\x{10FFFF}]*?(?i:[[:alpha:]\\pL])\\b"),
        new RegoString("{\"a\": [1, 2, {\"b\": null}]}"),
        new RegoString("a: &x [*x, <<, !!int z]\n? - b\n: |2-\n"),
        new RegoString("10.0.0.0/8"),
        new RegoString("::ffff:1.2.3.4/97"),
        new RegoString("eyJhbGciOiJSUzI1NiJ9.e30.AAAA"),
        new RegoString("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
        new RegoString("-----BEGIN PUBLIC KEY-----\nMAAwAA==\n-----END PUBLIC KEY-----"),
        new RegoString("""{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}"""),
        new RegoString("""{"keys": [{"kty": "RSA", "n": "AA", "e": "AA"}]}"""),
        new RegoString("1e999999999"),
        new RegoString("2006-01-02T15:04:05Z07:00"),
        new RegoString("9999-99-99T99:99:99.9999999999999Z"),
        new RegoString(new string('a', 5000)),
        new RegoString(new string('(', 5000)),
        RegoArray.Empty,
        new RegoArray([RegoNumber.Of(long.MaxValue), new RegoString("Asia/Kolkata"), new RegoString("2006_2002.999999999999999999999")]),
        new RegoArray([new RegoString("a"), new RegoString("/")]),
        new RegoArray([RegoObject.Empty, RegoObject.Empty]),
        RegoSet.Empty,
        new RegoSet([new RegoString("a"), new RegoSet([RegoNumber.Zero])]),
        RegoObject.Empty,
        Object(("op", new RegoString("add")), ("path", new RegoString("/-"))),
        Object(("cert", new RegoString("{}")), ("time", Number("1e300"))),
        new RegoObject([new(RegoNumber.Zero, new RegoArray([RegoNumber.Zero, RegoNumber.Of(1)])), new(RegoNumber.Of(1), RegoSet.Empty)]),
    ];

    public static TheoryData<string> Names =>
    [
        .. BuiltinSignatures.Names.Where(name =>
            BuiltinTable.Default.Find(name) is not null || BuiltinTable.Default.FindRelation(name) is not null),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_arguments_give_a_result_or_an_error(string name)
    {
        var arity = BuiltinSignatures.Find(name)!.Arguments.Count;
        var random = new Random(name.Length * 31 + name[0]);
        var calls = arity switch { 0 => 1, 1 => Pool.Length, _ => 400 };
        for (var call = 0; call < calls; call++)
        {
            var arguments = new RegoValue[arity];
            for (var i = 0; i < arity; i++)
                arguments[i] = arity == 1 ? Pool[call] : Pool[random.Next(Pool.Length)];
            Try(name, arguments);
        }
    }

    static void Try(string name, RegoValue[] arguments)
    {
        var context = new TestBuiltinContext { Steps = 1_000_000, Bytes = 32 << 20 };
        try
        {
            if (BuiltinTable.Default.FindRelation(name) is { } relation)
            {
                foreach (var value in relation(context, arguments))
                    Assert.NotNull(value);
            }
            else
            {
                BuiltinTable.Default.Find(name)!(context, arguments)?.GetHashCode();
            }
        }
        catch (BuiltinException)
        {
        }
        catch (Exception exception)
        {
            var shown = arguments.Select(argument => argument.ToString()).Select(text => text[..Math.Min(80, text.Length)]);
            Assert.Fail($"{name}({string.Join(", ", shown)}): {exception}");
        }
    }

    [Theory]
    [InlineData("sprintf", """["%999999d%999999[1]d%999999[1]d%999999[1]d%999999[1]d%999999[1]d", [1]]""")]
    [InlineData("numbers.range", "[1, 100000000]")]
    [InlineData("net.cidr_expand", """["0.0.0.0/0"]""")]
    [InlineData("bits.lsh", "[1, 9007199254740992]")]
    public void Results_without_bounds_end_at_the_limit(string name, string arguments) =>
        Assert.StartsWith("limit: ", BuiltinCalls.Outcome(name, arguments, new() { Bytes = 8 << 20 }), StringComparison.Ordinal);

    [Fact]
    public void Aliases_of_YAML_count_as_what_they_stand_for()
    {
        var text = "a0: &a0 [x, x]\n";
        for (var i = 1; i < 40; i++)
            text += $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n";
        var yaml = BuiltinTable.Default.Find("yaml.unmarshal")!;
        Assert.True(Assert.Throws<BuiltinException>(() => yaml(new TestBuiltinContext(), [new RegoString(text)])).AlwaysFails);
    }

    [Fact]
    public void Depth_costs_no_stack()
    {
        var deep = new string('[', 900) + new string(']', 900);
        var context = new TestBuiltinContext();
        var value = BuiltinTable.Default.Find("json.unmarshal")!(context, [new RegoString(deep)])!;
        var walked = BuiltinTable.Default.FindRelation("walk")!(new TestBuiltinContext { Steps = 500 }, [value]);
        Assert.Throws<BuiltinException>(() => walked.Count());
    }

    [Fact]
    public void Decoded_bytes_that_are_no_text_come_back_unchanged()
    {
        Assert.Equal("\"00ff80e282c3a9\"", Chain("00ff80e282c3a9", "hex.decode", "hex.encode"));
        Assert.Equal("\"AP+A\"", Chain("AP+A", "base64.decode", "base64.encode"));
    }

    static string Chain(string text, params string[] names) =>
        names.Aggregate(
            (RegoValue)new RegoString(text),
            (value, name) => BuiltinTable.Default.Find(name)!(new TestBuiltinContext(), [value])!).ToJson();

    static RegoNumber Number(string text) => RegoNumber.TryParse(text, out var number) ? number! : throw new ArgumentException(text);

    static RegoObject Object(params (string Key, RegoValue Value)[] pairs) =>
        new(pairs.Select(pair => new KeyValuePair<RegoValue, RegoValue>(new RegoString(pair.Key), pair.Value)));
}
