using System.Collections;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text.Json;

namespace Spaceforge.Fuzzing.Targets;

/// <summary>Reads every public member of an object and of all that it leads to, as a plugin might.</summary>
static class Members
{
    static readonly Dictionary<Type, PropertyInfo[]> Properties = [];

    public static void ReadAll(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<object>([root]);
        while (waiting.TryPop(out var next))
        {
            if (next is JsonElement json)
            {
                json.GetRawText();
                continue;
            }

            if (next is string || next.GetType().IsValueType && next is not DictionaryEntry || !seen.Add(next)) continue;
            if (next is IDictionary map)
            {
                foreach (var value in map.Values) Add(value);
            }
            else if (next is IEnumerable items)
            {
                foreach (var item in items) Add(item);
            }
            else
            {
                next.ToString();
                foreach (var property in PropertiesOf(next.GetType())) Add(Value(property, next));
            }
        }

        void Add(object? value)
        {
            if (value is not null) waiting.Push(value);
        }
    }

    static PropertyInfo[] PropertiesOf(Type type) => Properties.TryGetValue(type, out var known) ? known : Properties[type] =
        type.Namespace?.StartsWith("Spaceforge", StringComparison.Ordinal) == true
            ? [.. type.GetProperties().Where(property => property.GetIndexParameters().Length == 0)]
            : [];

    static object? Value(PropertyInfo property, object of)
    {
        try
        {
            return property.GetValue(of);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }
}
