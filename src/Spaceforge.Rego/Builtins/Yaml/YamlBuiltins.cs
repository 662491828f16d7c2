namespace Spaceforge.Rego;

/// <summary>YAML conversion, limited to what JSON can represent.</summary>
static class YamlBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("yaml.marshal", static (context, arguments) => new RegoString(YamlWriting.Write(context, arguments[0])));
        table.Add("yaml.unmarshal", static (context, arguments) =>
        {
            try
            {
                return YamlReading.Parse(context, Operands.Text(arguments, 0));
            }
            catch (FormatException exception)
            {
                throw new BuiltinException(exception.Message);
            }
        });
        table.Add("yaml.is_valid", IsValid);
    }

    static RegoBoolean IsValid(BuiltinContext context, RegoValue[] arguments)
    {
        if (arguments[0] is not RegoString text)
            return RegoBoolean.False;
        try
        {
            YamlReading.Parse(context, text.Value);
            return RegoBoolean.True;
        }
        catch (FormatException)
        {
            return RegoBoolean.False;
        }
    }
}
