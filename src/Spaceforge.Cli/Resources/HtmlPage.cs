using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Resources;

/// <summary>A page with its style and its script, of three embedded files: NAME.html, NAME.css and NAME.js.</summary>
sealed partial class HtmlPage
{
    readonly string _template;

    public HtmlPage(string name)
    {
        _template = ToolResource.ReadText($"{name}.html");
        (Style, Script) = (ToolResource.ReadText($"{name}.css"), ToolResource.ReadText($"{name}.js"));
        Policy = $"default-src 'none'; script-src '{Hash(Script)}'; style-src '{Hash(Style)}'; base-uri 'none'; form-action 'none'; "
            + "require-trusted-types-for 'script'";
    }

    /// <summary>The content security policy that allows the page's own script and style, by hash, and nothing else.</summary>
    public string Policy { get; }

    string Style { get; }

    string Script { get; }

    /// <param name="values">The texts for the other places, <c>{{name}}</c>, as HTML.</param>
    public string Fill(IReadOnlyDictionary<string, string> values) =>
        // In one pass, so that inserted text is not expanded again.
        Place().Replace(_template, match => match.Groups[1].Value switch
        {
            "style" => Style,
            "script" => Script,
            var name => values[name],
        });

    static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();
}
