using System.Collections.Concurrent;
using System.Globalization;

namespace Spaceforge.Rego;

/// <summary>The named classes: <c>\d</c>, <c>[:alpha:]</c>, <c>\p{Lu}</c>, <c>\p{Greek}</c>.</summary>
static class Re2Classes
{
    static readonly ConcurrentDictionary<string, RuneSet> Categories = new(StringComparer.Ordinal);

    static readonly string[] CategoryNames =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
        "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    public static int[]? Perl(char letter) => letter switch
    {
        'd' => ['0', '9'],
        's' => ['\t', '\n', '\f', '\r', ' ', ' '],
        'w' => ['0', '9', 'A', 'Z', '_', '_', 'a', 'z'],
        _ => null,
    };

    public static int[]? Posix(string name) => name switch
    {
        "alnum" => ['0', '9', 'A', 'Z', 'a', 'z'],
        "alpha" => ['A', 'Z', 'a', 'z'],
        "ascii" => [0, 0x7F],
        "blank" => ['\t', '\t', ' ', ' '],
        "cntrl" => [0, 0x1F, 0x7F, 0x7F],
        "digit" => ['0', '9'],
        "graph" => ['!', '~'],
        "lower" => ['a', 'z'],
        "print" => [' ', '~'],
        "punct" => ['!', '/', ':', '@', '[', '`', '{', '~'],
        "space" => ['\t', '\r', ' ', ' '],
        "upper" => ['A', 'Z'],
        "word" => ['0', '9', 'A', 'Z', '_', '_', 'a', 'z'],
        "xdigit" => ['0', '9', 'A', 'F', 'a', 'f'],
        _ => null,
    };

    public static RuneSet? Unicode(string name)
    {
        if (name == "Any")
            return RuneSet.All;
        if (Categories.TryGetValue(name, out var known))
            return known;
        var set = IsCategory(name) ? Category(name) : Re2Scripts.Find(name);
        if (set is not null)
            Categories[name] = set;
        return set;
    }

    static bool IsCategory(string name) =>
        name.Length is 1 or 2 && name != "Cn" &&
        Array.Exists(CategoryNames, category => category.StartsWith(name, StringComparison.Ordinal));

    static RuneSet Category(string name)
    {
        var pairs = new List<int>();
        for (var rune = 0; rune <= RuneSet.MaxRune; rune++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(rune);
            if (category == UnicodeCategory.OtherNotAssigned || !CategoryNames[(int)category].StartsWith(name, StringComparison.Ordinal))
                continue;
            if (pairs.Count > 0 && pairs[^1] == rune - 1)
                pairs[^1] = rune;
            else
                pairs.AddRange([rune, rune]);
        }

        return RuneSet.Union(pairs);
    }
}
