using System.Globalization;
using Spaceforge.Model;

namespace Spaceforge.Tests.Model;

/// <summary>What a property declares, and which values it takes.</summary>
public sealed class ParameterPropertyTests
{
    enum Cased
    {
        Ab,
        AB,
    }

    class Below : TestPlugin
    {
        [Parameter("Hidden", Description = "of the base class")]
        public string Level { get; init; } = "";

        [Parameter("Below")]
        public string Base { get; init; } = "";
    }

    sealed class Typed : Below
    {
        [Parameter("Text", Description = "For {name} ")]
        public string Text { get; init; } = "default";

        [Parameter("Flag")]
        public bool Flag { get; init; } = true;

        [Parameter("Level", Description = "How bad!")]
        public new Level Level { get; init; } = Level.VeryHigh;

        [Parameter("Cased", Description = "How written  ")]
        public Cased Cased { get; init; }

        [Parameter("Items", Variable = "ALL")]
        public IReadOnlyList<string> Items { get; init; } = ["x", "y"];

        [Parameter("SByte")]
        public sbyte SByte { get; init; }

        [Parameter("Byte")]
        public byte Byte { get; init; }

        [Parameter("Int16")]
        public short Int16 { get; init; }

        [Parameter("UInt16")]
        public ushort UInt16 { get; init; }

        [Parameter("Int32")]
        public int Int32 { get; init; }

        [Parameter("UInt32")]
        public uint UInt32 { get; init; }

        [Parameter("Int64")]
        public long Int64 { get; init; }

        [Parameter("UInt64")]
        public ulong UInt64 { get; init; }

        [Parameter("Single")]
        public float Single { get; init; } = 0.1f;

        [Parameter("Double")]
        public double Double { get; init; } = 0.1;

        [Parameter("Decimal")]
        public decimal Decimal { get; init; } = 0.10m;

        [Parameter("Maybe", Id = "{name}_maybe")]
        public int? Maybe { get; init; }

        [Parameter("Pin", Sensitive = true)]
        public int Pin { get; init; }
    }

    sealed class Required : TestPlugin
    {
        [Parameter("Text")]
        public required string Text { get; init; }

        [Parameter("Empty")]
        public required string Empty { get; init; } = "";

        [Parameter("No")]
        public required bool No { get; init; }

        [Parameter("Yes")]
        public required bool Yes { get; init; } = true;

        [Parameter("Low")]
        public required Level Low { get; init; }

        [Parameter("High")]
        public required Level High { get; init; } = Level.VeryHigh;

        [Parameter("Zero")]
        public required double Zero { get; init; }

        [Parameter("One")]
        public required double One { get; init; } = 1;
    }

    sealed class Odd : TestPlugin
    {
        string _text = "";

        [Parameter("Written")]
        public string Written { set => _text = value; }

        [Parameter("Indexed")]
        public string this[int index] { get => _text; set => _text = value; }

        [Parameter("When")]
        public DateTime When { get; set; }

        [Parameter("Unnamed")]
        public Level Unnamed { get; set; } = (Level)9;

        [Parameter("Refusing")]
        public int Refusing { get => _text.Length; set => throw new InvalidTimeZoneException(); }
    }

    sealed class Failing : TestPlugin
    {
        [Parameter("Failing")]
        public string Text { get => throw new InvalidTimeZoneException(Name); init => _ = value; }
    }

    [Fact]
    public void A_property_declares_its_parameter() => Assert.Equal(
        [
            "Below (below) in BELOW: String ''",
            "Text (text) in TEXT: String 'default', For My Plugin ",
            "Flag (flag) in FLAG: Boolean 'true'",
            "Level (level) in LEVEL: String 'VeryHigh', How bad! One of Low, VeryHigh.",
            "Cased (cased) in CASED: String 'Ab', How written. One of Ab, AB.",
            "Items (items) in ALL: String 'x, y', Several are separated with commas.",
            "SByte (sbyte) in SBYTE: Number '0'",
            "Byte (byte) in BYTE: Number '0'",
            "Int16 (int16) in INT16: Number '0'",
            "UInt16 (uint16) in UINT16: Number '0'",
            "Int32 (int32) in INT32: Number '0'",
            "UInt32 (uint32) in UINT32: Number '0'",
            "Int64 (int64) in INT64: Number '0'",
            "UInt64 (uint64) in UINT64: Number '0'",
            "Single (single) in SINGLE: Number '0.1'",
            "Double (double) in DOUBLE: Number '0.1'",
            "Decimal (decimal) in DECIMAL: Number '0.10'",
            "Maybe (my_plugin_maybe) in MY_PLUGIN_MAYBE: Number",
            "Pin (pin) in PIN: Number '0', sensitive",
        ],
        Describe(new Typed { PluginName = "My Plugin" }, areSet: false));

    [Fact]
    public void The_zero_value_of_a_required_property_is_no_default() => Assert.Equal(
        [
            "Text (text) in TEXT: String, required",
            "Empty (empty) in EMPTY: String, required ''",
            "No (no) in NO: Boolean, required",
            "Yes (yes) in YES: Boolean, required 'true'",
            "Low (low) in LOW: String, required, One of Low, VeryHigh.",
            "High (high) in HIGH: String, required 'VeryHigh', One of Low, VeryHigh.",
            "Zero (zero) in ZERO: Number, required",
            "One (one) in ONE: Number, required '1'",
        ],
        Describe(Activator.CreateInstance<Required>(), areSet: false));

    [Fact]
    public void The_value_of_a_required_property_that_is_set_is_its_default() => Assert.Equal(
        [
            "Text (text) in TEXT: String, required",
            "Empty (empty) in EMPTY: String ''",
            "No (no) in NO: Boolean 'false'",
            "Yes (yes) in YES: Boolean 'true'",
            "Low (low) in LOW: String 'Low', One of Low, VeryHigh.",
            "High (high) in HIGH: String 'VeryHigh', One of Low, VeryHigh.",
            "Zero (zero) in ZERO: Number '0'",
            "One (one) in ONE: Number '1'",
        ],
        Describe(Activator.CreateInstance<Required>(), areSet: true));

    [Fact]
    public void A_property_without_a_readable_value_has_no_default() => Assert.Equal(
        [
            "Written (written) in WRITTEN: String",
            "Indexed (indexed) in INDEXED: String",
            "When (when) in WHEN: String",
            "Unnamed (unnamed) in UNNAMED: String '9', One of Low, VeryHigh.",
            "Refusing (refusing) in REFUSING: Number '0'",
        ],
        Describe(new Odd(), areSet: false));

    [Fact]
    public void A_property_is_known_by_its_type_and_settable_by_its_accessors()
    {
        var properties = PropertyReader.Read(new Odd(), typeof(Odd), areSet: false);
        Assert.Equal(["When"], properties.Where(property => !property.HasKnownType).Select(property => property.Property.Name));
        Assert.Equal(["Written", "Item"], properties.Where(property => !property.CanBeSet).Select(property => property.Property.Name));
    }

    [Fact]
    public void Exceptions_of_accessors_are_thrown_as_they_are()
    {
        Assert.Throws<InvalidTimeZoneException>(() => PropertyReader.Read(new Failing(), typeof(Failing), areSet: false));
        Assert.Throws<InvalidTimeZoneException>(() => Set(new Odd(), nameof(Odd.Refusing), "1"));
    }

    [Theory]
    [InlineData("Text", null, "default")]
    [InlineData("Text", "", "")]
    [InlineData("Text", " a,b ", " a,b ")]
    [InlineData("Flag", "", "True")]
    [InlineData("Flag", "FALSE", "False")]
    [InlineData("Level", "Low", "Low")]
    [InlineData("Level", " veryhigh ", "VeryHigh")]
    [InlineData("Level", null, "VeryHigh")]
    [InlineData("Cased", "ab", "Ab")]
    [InlineData("Cased", "AB", "AB")]
    [InlineData("Items", "a, b\nc,,", "a|b|c")]
    [InlineData("Items", "", "x|y")]
    [InlineData("Maybe", "", "")]
    [InlineData("Maybe", "3", "3")]
    [InlineData("Int32", "30.0", "30")]
    [InlineData("Int32", "3e1", "30")]
    [InlineData("SByte", "-128", "-128")]
    [InlineData("Byte", "255", "255")]
    [InlineData("Int16", "-32768", "-32768")]
    [InlineData("UInt16", "65535", "65535")]
    [InlineData("UInt32", "4294967295", "4294967295")]
    [InlineData("Int64", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("UInt64", "18446744073709551615", "18446744073709551615")]
    [InlineData("Single", "0.25", "0.25")]
    [InlineData("Double", "-1e300", "-1E+300")]
    [InlineData("Decimal", "0.30", "0.30")]
    public void A_property_takes_a_value_as_an_installer_writes_it(string property, string? text, string value)
    {
        var plugin = new Typed();
        Assert.Null(Set(plugin, property, text));
        Assert.Equal(value, typeof(Typed).GetProperties().Where(one => one.DeclaringType == typeof(Typed))
            .Single(one => one.Name == property).GetValue(plugin) switch
        {
            IReadOnlyList<string> items => string.Join('|', items),
            var one => Convert.ToString(one, CultureInfo.InvariantCulture),
        });
    }

    [Theory]
    [InlineData("Flag", "yes", "true or false")]
    [InlineData("Level", "1", "one of Low, VeryHigh")]
    [InlineData("SByte", "128", "an integer from -128 to 127")]
    [InlineData("Byte", "-1", "an integer from 0 to 255")]
    [InlineData("Int16", "32768", "an integer from -32768 to 32767")]
    [InlineData("UInt16", "65536", "an integer from 0 to 65535")]
    [InlineData("Int32", "1.5", "an integer from -2147483648 to 2147483647")]
    [InlineData("UInt32", "x", "an integer from 0 to 4294967295")]
    [InlineData("Int64", "9223372036854775808", "an integer from -9223372036854775808 to 9223372036854775807")]
    [InlineData("UInt64", "-1", "an integer from 0 to 18446744073709551615")]
    [InlineData("Single", "NaN", "a number, with a decimal point")]
    [InlineData("Double", "Infinity", "a number, with a decimal point")]
    [InlineData("Decimal", "0,5", "a number, with a decimal point")]
    public void Another_value_is_refused(string property, string text, string expected)
    {
        var id = property.ToLowerInvariant();
        Assert.Equal(
            $"The parameter '{property}' ({id}) has the value '{text}' in the variable {id.ToUpperInvariant()}; it must be {expected}.",
            Set(new Typed(), property, text));
    }

    [Fact]
    public void A_secret_value_is_not_shown() => Assert.Equal(
        "The parameter 'Pin' (pin) has the value '*****' in the variable PIN; it must be an integer from -2147483648 to 2147483647.",
        Set(new Typed(), nameof(Typed.Pin), "hunter2"));

    [Theory]
    [InlineData(null, "is not set")]
    [InlineData("", "is empty")]
    public void A_required_value_must_be_there(string? text, string what) => Assert.Equal(
        $"The parameter 'Text' (text) is required, and its variable TEXT {what}. Set it where the plugin is installed.",
        Set(Activator.CreateInstance<Required>(), nameof(Required.Text), text));

    [Fact]
    public void A_value_of_a_type_that_is_none_of_a_parameter_is_refused() => Assert.Equal(
        "The parameter 'When' (when) has the value 'now' in the variable WHEN; it must be a string.",
        Set(new Odd(), nameof(Odd.When), "now"));

    static string? Set(TestPlugin plugin, string property, string? text) =>
        PropertyReader.Read(plugin, plugin.GetType(), areSet: false)
            .Single(one => one.Property.Name == property).Set(plugin, text);

    static IEnumerable<string> Describe(TestPlugin plugin, bool areSet) =>
        PropertyReader.Read(plugin, plugin.GetType(), areSet).Select(property =>
        {
            var parameter = property.Parameter;
            return $"{parameter.Name} ({parameter.Id}) in {property.Variable}: {parameter.Type}"
                + (parameter.Required ? ", required" : "") + (parameter.Default is { } value ? $" '{value}'" : "")
                + (parameter.Sensitive ? ", sensitive" : "") + (parameter.Description == "" ? "" : $", {parameter.Description}");
        });
}
