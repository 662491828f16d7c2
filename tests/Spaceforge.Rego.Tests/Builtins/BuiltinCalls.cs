namespace Spaceforge.Rego.Tests.Builtins;

/// <summary>Calls builtins as the evaluator does. Arguments and results are JSON; {"$set": [...]} is a set.</summary>
static class BuiltinCalls
{
    public static RegoValue? Call(string name, string arguments, TestBuiltinContext? context = null)
    {
        var builtin = BuiltinTable.Default.Find(name) ?? throw new ArgumentException($"no builtin {name}");
        return builtin(context ?? new(), ((RegoArray)Value(arguments)).Items);
    }

    /// <summary>The result as JSON, undefined, or the message of the error.</summary>
    public static string Outcome(string name, string arguments, TestBuiltinContext? context = null)
    {
        try
        {
            return Call(name, arguments, context) is { } value ? value.ToJson() : "undefined";
        }
        catch (BuiltinException exception)
        {
            return (exception.AlwaysFails ? "limit: " : exception.IsTypeError ? "type error: " : "error: ") + exception.Message;
        }
    }

    public static RegoValue Value(string json) => WithSets(RegoJson.Parse(json));

    static RegoValue WithSets(RegoValue value) => value switch
    {
        RegoArray array => new RegoArray(array.Select(WithSets)),
        RegoObject { Count: 1 } members when members["$set"] is RegoArray items => new RegoSet(items.Select(WithSets)),
        RegoObject members => new RegoObject(members.Select(pair =>
            new KeyValuePair<RegoValue, RegoValue>(pair.Key, WithSets(pair.Value)))),
        _ => value,
    };
}
