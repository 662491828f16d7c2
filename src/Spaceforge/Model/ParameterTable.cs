using Spaceforge.Definitions;

namespace Spaceforge.Model;

/// <summary>A plugin's parameters with their ids in the manifest, and the references to them.</summary>
sealed class ParameterTable
{
    readonly IReadOnlyList<Parameter> _parameters;
    readonly string[] _ids;

    public ParameterTable(IReadOnlyList<Parameter> parameters)
    {
        _parameters = parameters;
        _ids = ParameterId.ForAll([.. parameters.Select(parameter => parameter.Id)], [.. parameters.Select(parameter => parameter.Name)]);
    }

    public IReadOnlyList<string> Ids => _ids;

    /// <summary>The indexes of the parameters that a reference matches: none, one, or several with the same name.</summary>
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

    /// <summary>The parameter that a valid reference refers to, with its id.</summary>
    public (Parameter Parameter, string Id) Get(ParameterReference reference)
    {
        var position = Find(reference)[0];
        return (_parameters[position], _ids[position]);
    }

    /// <summary>Whether a variable is sensitive: as declared, or else like its parameter.</summary>
    public bool IsSensitive(Variable variable) =>
        variable.Sensitive
        ?? (variable.ValueFromParameter is { } reference && Find(reference) is [var position, ..] && _parameters[position].Sensitive);

    List<int> Positions(Func<int, bool> matches)
    {
        var positions = new List<int>();
        for (var i = 0; i < _parameters.Count; i++)
        {
            if (matches(i)) positions.Add(i);
        }

        return positions;
    }
}
