using System.Text;

namespace Spaceforge.Definitions;

/// <summary>Derives the ids of parameters in the manifest. The analyzers compile this code too.</summary>
static class ParameterId
{
    /// <summary>Returns an id for each parameter: the given one, or a unique one derived from its name.</summary>
    /// <param name="given">The given id of each parameter, or null.</param>
    /// <param name="names">The name of each parameter.</param>
    public static string[] ForAll(IReadOnlyList<string?> given, IReadOnlyList<string> names)
    {
        // Given ids are reserved first, so that a derived id never takes a given one.
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in given)
        {
            if (id is not null) taken.Add(id);
        }

        var ids = new string[names.Count];
        for (var i = 0; i < ids.Length; i++) ids[i] = given[i] ?? Unique(Word(names[i]), taken);
        return ids;
    }

    /// <summary>Puts the plugin's name in the place of <c>{name}</c>, as a part of an id.</summary>
    public static string? Of(string? id, string? plugin) => plugin is null ? id : id?.Replace("{name}", Word(plugin));

    /// <summary>The variable of a parameter property: its id in upper case, using only characters that every shell supports.</summary>
    public static string Variable(string id) => Word(id).ToUpperInvariant();

    static string Word(string name)
    {
        var word = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9')) word.Append(c);
            else if (c is >= 'A' and <= 'Z') word.Append((char)(c | ' '));
            else if (word.Length > 0 && word[word.Length - 1] != '_') word.Append('_');
        }

        return word.ToString().TrimEnd('_') is { Length: > 0 } text ? text : "parameter";
    }

    static string Unique(string id, HashSet<string> taken)
    {
        var candidate = id;
        for (var i = 2; !taken.Add(candidate); i++) candidate = $"{id}_{i}";
        return candidate;
    }
}
