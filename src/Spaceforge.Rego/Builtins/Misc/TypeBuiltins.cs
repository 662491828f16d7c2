using System.Globalization;

namespace Spaceforge.Rego;

/// <summary>Type checks, conversions, and the casts of v0.</summary>
static class TypeBuiltins
{
    public static void Register(BuiltinTable table)
    {
        AddKind(table, "is_number", RegoKind.Number);
        AddKind(table, "is_string", RegoKind.String);
        AddKind(table, "is_boolean", RegoKind.Boolean);
        AddKind(table, "is_array", RegoKind.Array);
        AddKind(table, "is_set", RegoKind.Set);
        AddKind(table, "is_object", RegoKind.Object);
        AddKind(table, "is_null", RegoKind.Null);
        table.Add("type_name", static (_, arguments) => new RegoString(BuiltinException.Name(arguments[0])));
        table.Add("to_number", ToNumber);
        table.Add("cast_array", static (_, arguments) => arguments[0] is RegoArray array
            ? array
            : RegoArray.Wrap([.. (arguments[0] as RegoSet ?? throw BuiltinException.Operand(1, arguments[0], "array", "set")).Items]));
        table.Add("cast_set", static (_, arguments) => arguments[0] is RegoSet set
            ? set
            : new RegoSet(arguments[0] as RegoArray ?? throw BuiltinException.Operand(1, arguments[0], "array", "set")));
        AddCast(table, "cast_string", RegoKind.String, "string");
        AddCast(table, "cast_boolean", RegoKind.Boolean, "boolean");
        AddCast(table, "cast_null", RegoKind.Null, "null");
        AddCast(table, "cast_object", RegoKind.Object, "object");
    }

    static void AddKind(BuiltinTable table, string name, RegoKind kind) =>
        table.Add(name, (_, arguments) => RegoBoolean.Of(arguments[0].Kind == kind));

    static void AddCast(BuiltinTable table, string name, RegoKind kind, string expected) =>
        table.Add(name, (_, arguments) => arguments[0].Kind == kind
            ? arguments[0]
            : throw BuiltinException.Operand(1, arguments[0], expected));

    static RegoValue? ToNumber(BuiltinContext context, RegoValue[] arguments)
    {
        switch (arguments[0])
        {
            case RegoNull:
                return RegoNumber.Zero;
            case RegoBoolean boolean:
                return RegoNumber.Of(boolean.Value ? 1 : 0);
            case RegoNumber number:
                return number;
            case RegoString { Value: var text }:
                if (text.TrimStart('+', '-').ToLowerInvariant() is "inf" or "infinity" or "nan")
                    throw BuiltinException.Operand(1, arguments[0], "valid number string");
                return ParseNumber(text) ??
                    throw new BuiltinException($"strconv.ParseFloat: parsing {GoQuote.Text(text)}: invalid syntax");
            default:
                throw BuiltinException.Operand(1, arguments[0], "null", "boolean", "number", "string");
        }
    }

    // Go accepts more than JSON: a leading sign, leading zeros, no digits before or after the decimal point.
    static RegoNumber? ParseNumber(string text)
    {
        if (RegoNumber.TryParse(text, out var number))
            return number;
        if (text.Length == 0 || text.Length > RegoNumber.MostDigits || !text.All(IsNumberLetter))
            return null;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return null;
        var negative = text[0] == '-';
        var digits = text.TrimStart('+', '-').TrimStart('0');
        var e = digits.IndexOfAny(['e', 'E']);
        var (mantissa, exponent) = e < 0 ? (digits, "") : (digits[..e], digits[e..]);
        if (mantissa.Length == 0 || mantissa[0] == '.')
            mantissa = "0" + mantissa;
        mantissa = mantissa.TrimEnd('.');
        return RegoNumber.TryParse((negative ? "-" : "") + mantissa + exponent, out number) ? number : null;
    }

    static bool IsNumberLetter(char letter) => char.IsAsciiDigit(letter) || letter is '.' or 'e' or 'E' or '+' or '-';
}
