using System.Text;

namespace Spaceforge.Definitions;

/// <summary>The parameters of a plugin with the ids they have in the manifest, and what refers to them.</summary>
sealed class ParameterTable
{
    readonly IReadOnlyList<Parameter> _parameters;
    readonly string[] _ids;

    public ParameterTable(IReadOnlyList<Parameter> parameters)
    {
        _parameters = parameters;
        _ids = new string[parameters.Count];

        // Ids that were given come first, so that a made one never takes the place of a given one.
        var taken = parameters.Select(parameter => parameter.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < parameters.Count; i++) _ids[i] = parameters[i].Id ?? Unique(IdFrom(parameters[i].Name), taken);
    }

    public IReadOnlyList<string> Ids => _ids;

    /// <summary>The positions of the parameters that a reference can mean: none, one, or several of the same name.</summary>
    public IReadOnlyList<int> Find(ParameterReference reference)
    {
        if (reference.Parameter is { } parameter)
        {
            var same = Positions(i => ReferenceEquals(_parameters[i], parameter));
            return same.Count > 0 ? same : Positions(i => _parameters[i] == parameter);
        }

        var byId = Positions(i => _ids[i] == reference.IdOrName);
        return byId.Count > 0 ? byId : Positions(i => _parameters[i].Name == reference.IdOrName);
    }

    /// <summary>The parameter that a checked reference means, with its id.</summary>
    public (Parameter Parameter, string Id) Get(ParameterReference reference)
    {
        var position = Find(reference)[0];
        return (_parameters[position], _ids[position]);
    }

    /// <summary>Whether a variable holds a secret: as it says itself, else as its parameter.</summary>
    public bool IsSensitive(Variable variable) =>
        variable.Sensitive
        ?? (variable.ValueFromParameter is { } reference && Find(reference) is [var position, ..] && _parameters[position].Sensitive);

    List<int> Positions(Func<int, bool> matches) => [.. Enumerable.Range(0, _parameters.Count).Where(matches)];

    static string IdFrom(string name)
    {
        var id = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c)) id.Append(char.ToLowerInvariant(c));
            else if (id.Length > 0 && id[^1] != '_') id.Append('_');
        }

        return id.ToString().TrimEnd('_') is { Length: > 0 } text ? text : "parameter";
    }

    static string Unique(string id, HashSet<string> taken)
    {
        var candidate = id;
        for (var i = 2; !taken.Add(candidate); i++) candidate = $"{id}_{i}";
        return candidate;
    }
}
