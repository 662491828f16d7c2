using System.Text.Json;

namespace Spaceforge.Rego;

/// <summary>JSON conversion.</summary>
static class JsonBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("json.marshal", static (context, arguments) => new RegoString(GoJson.Write(context, arguments[0])));
        table.Add("json.marshal_with_options", MarshalWithOptions);
        table.Add("json.unmarshal", static (context, arguments) => Parse(context, Operands.Text(arguments, 0)));
        table.Add("json.is_valid", static (context, arguments) => RegoBoolean.Of(
            arguments[0] is RegoString text && IsValid(context, text.Value)));
    }

    static bool IsValid(BuiltinContext context, string text)
    {
        try
        {
            Parse(context, text);
            return true;
        }
        catch (BuiltinException exception) when (!exception.AlwaysFails)
        {
            return false;
        }
    }

    /// <summary>Parses a JSON text.</summary>
    public static RegoValue Parse(BuiltinContext context, string text)
    {
        context.Spend(1 + (text.Length / 16));
        // A value takes about as much memory as ten characters; the shortest, an empty array, has two.
        context.Reserve(text.Length * 10L);
        try
        {
            return RegoJson.Parse(text);
        }
        catch (JsonException exception)
        {
            throw new BuiltinException(exception.Message);
        }
    }

    static RegoString MarshalWithOptions(BuiltinContext context, RegoValue[] arguments)
    {
        var (prefix, indent) = ("", "\t");
        bool? pretty = null;
        var implied = false;
        foreach (var (key, value) in Operands.Object(arguments, 1))
        {
            switch ((key as RegoString)?.Value)
            {
                case "prefix":
                    prefix = OptionText("prefix", value);
                    implied = true;
                    break;
                case "indent":
                    indent = OptionText("indent", value);
                    implied = true;
                    break;
                case "pretty":
                    pretty = value is RegoBoolean boolean
                        ? boolean.Value
                        : throw Operands.Wrong(2, "key \"pretty\" failed cast to bool");
                    break;
                case null:
                    throw Operands.Wrong(2, $"failed to stringify key {key}");
                default:
                    throw Operands.Wrong(2, $"object contained unknown key {key}");
            }
        }

        return new(GoJson.Write(context, arguments[0], pretty ?? implied ? prefix : null, indent));
    }

    static string OptionText(string key, RegoValue value) => value is RegoString text
        ? text.Value
        : throw Operands.Wrong(2, $"key \"{key}\" failed cast to string");
}
