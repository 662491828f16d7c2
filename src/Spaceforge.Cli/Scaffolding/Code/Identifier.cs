using System.Text;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Scaffolding.Code;

/// <summary>C# class and field names derived from display names.</summary>
static partial class Identifier
{
    /// <summary>
    /// The class of a plugin: <c>my-scanner</c> becomes <c>MyScannerPlugin</c>. The suffix avoids C# keywords and other
    /// types. <c>template.json</c> of the package for <c>dotnet new</c> has the same rule.
    /// </summary>
    public static string PluginClass(string name)
    {
        var words = Words(name);
        if (words.Length == 0 || char.IsAsciiDigit(words[0])) words = $"Plugin{words}";
        if (!words.EndsWith("Plugin", StringComparison.Ordinal)) words += "Plugin";
        return words == nameof(SpaceforgePlugin) ? $"My{words}" : words;
    }

    /// <summary>A field name: <c>API key</c> becomes <c>ApiKey</c>, or another name if that is taken.</summary>
    /// <param name="name">The display name.</param>
    /// <param name="kind">What it is, for instance <c>Parameter</c>; used if the name is not a valid identifier or is taken.</param>
    /// <param name="taken">Reserves the name; false if it is taken.</param>
    public static string Field(string name, string kind, ISet<string> taken)
    {
        var words = Words(name);
        if (words.Length == 0 || char.IsDigit(words[0])) words = kind + words;
        var field = words;
        if (taken.Contains(field) && !field.EndsWith(kind, StringComparison.Ordinal)) field += kind;
        words = field;
        for (var i = 2; !taken.Add(field); i++) field = $"{words}{i}";
        return field;
    }

    /// <summary>The letters and digits in Pascal case.</summary>
    static string Words(string name)
    {
        var words = new StringBuilder();
        var before = '-';
        foreach (var c in WordStart().Replace(name, "-").ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c)) words.Append(char.IsLetter(before) ? c : char.ToUpperInvariant(c));
            before = c;
        }

        return words.ToString();
    }

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex WordStart();
}
