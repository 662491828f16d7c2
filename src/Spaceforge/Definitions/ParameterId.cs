using System.Text;

namespace Spaceforge.Definitions;

/// <summary>The ids of parameters, as the manifest has them. The analyzers know them by the same code.</summary>
static class ParameterId
{
    /// <summary>An id for each parameter: the given one, or one made from its name that no other has.</summary>
    /// <param name="given">The id of each, or null.</param>
    /// <param name="names">The name of each.</param>
    public static string[] ForAll(IReadOnlyList<string?> given, IReadOnlyList<string> names)
    {
        // Ids that were given come first, so that a made one never takes the place of a given one.
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in given)
        {
            if (id is not null) taken.Add(id);
        }

        var ids = new string[names.Count];
        for (var i = 0; i < ids.Length; i++) ids[i] = given[i] ?? Unique(Word(names[i]), taken);
        return ids;
    }

    /// <summary>The variable of a parameter that is a property: its id in capitals, in the letters that every shell reads.</summary>
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
