using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Simulating.Reports;

/// <summary>The result of a run as one HTML file. Its content security policy only allows its own script and style, by hash.</summary>
static partial class HtmlReport
{
    public static string Of(SimulationResult result)
    {
        var (style, script) = (Resource("report.css"), Resource("report.js"));
        // The default encoder writes < and > as \u003C and \u003E, so that no text ends the element.
        var values = new Dictionary<string, string>
        {
            ["policy"] = $"default-src 'none'; script-src '{Hash(script)}'; style-src '{Hash(style)}'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'",
            ["title"] = WebUtility.HtmlEncode($"{result.FinalState.Name}: {string.Join(", ", result.Plugins)}"),
            ["style"] = style,
            ["outputs"] = string.Concat(
                result.Outputs.Select(
                    output => $"<article class=\"output\"><h3>{WebUtility.HtmlEncode(output.Key)}</h3>\n{MarkdownHtml.Of(output.Value)}</article>\n")),
            ["data"] = JsonResult.Of(result).ToJsonString(),
            ["script"] = script,
        };
        // In one pass, so that inserted text is not expanded again.
        return Place().Replace(Resource("report.html"), match => values[match.Groups[1].Value]);
    }

    static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();
}
