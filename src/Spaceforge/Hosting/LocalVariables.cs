using Spaceforge.Model;

namespace Spaceforge.Hosting;

/// <summary>
/// Sets the variables that a plugin's contexts declare, as the platform does on a worker. The value comes from <c>--param</c>, the
/// environment, a variable named after the parameter's id in upper case, or the parameter's default or the literal value.
/// </summary>
sealed class LocalVariables(IReadOnlyList<Parameter> parameters, ParameterTable table, EnvironmentVariables env)
{
    public void Set(IEnumerable<Context> contexts, IReadOnlyDictionary<string, string> given)
    {
        CheckGiven(given);
        var missing = new List<string>();
        foreach (var variable in contexts.SelectMany(context => context.Env))
        {
            if (variable.ValueFromParameter is not { } reference)
            {
                if (env.Get(variable.Key) is null) env.Set(variable.Key, variable.Value ?? "");
                continue;
            }

            if (table.Find(reference) is not [var position])
            {
                throw new UsageException($"The variable '{variable.Key}' refers to '{reference}', which does not match exactly one parameter of the plugin.");
            }

            if (Value(position, variable.Key, given) is { } value) env.Set(variable.Key, value);
            else missing.Add(Missing(position, variable.Key));
        }

        if (missing.Count > 0) throw new UsageException(string.Join('\n', missing.Distinct()));
    }

    void CheckGiven(IReadOnlyDictionary<string, string> given)
    {
        foreach (var id in given.Keys)
        {
            if (!table.Ids.Contains(id))
            {
                throw new UsageException(table.Ids.Count == 0
                    ? $"--param {id}: the plugin has no parameters."
                    : $"--param {id}: unknown parameter; the plugin has {string.Join(", ", table.Ids)}.");
            }
        }
    }

    string? Value(int position, string key, IReadOnlyDictionary<string, string> given)
    {
        var (parameter, id) = (parameters[position], table.Ids[position]);
        var value = given.TryGetValue(id, out var typed) ? typed
            : ParameterVariables.Find(id, [key], env.Get) is { } name ? env.Get(name) : parameter.Default?.Text;
        return value is not null
            && ParameterTypeCheck.Mistake(parameter.Name, id, parameter.Type, parameter.Sensitive, value) is { } mistake
            ? throw new UsageException(mistake)
            : value;
    }

    string Missing(int position, string key)
    {
        var (parameter, id) = (parameters[position], table.Ids[position]);
        var fromId = id.ToUpperInvariant();
        var variables = key == fromId ? key : $"{fromId} or {key}";
        // Other users of the machine see command lines.
        var way = parameter.Sensitive ? $"Export {variables}" : $"Use --param {id}=VALUE, or export {variables}";
        return $"The parameter '{parameter.Name}' ({id}) is required and has no value. {way}.";
    }
}
