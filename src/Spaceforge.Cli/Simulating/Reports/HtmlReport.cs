using System.Net;
using Spaceforge.Cli.Resources;

namespace Spaceforge.Cli.Simulating.Reports;

/// <summary>The result of a run as one HTML file. Its content security policy only allows its own script and style, by hash.</summary>
static class HtmlReport
{
    public static string Of(SimulationResult result)
    {
        var page = new HtmlPage("report");
        // The default encoder writes < and > as \u003C and \u003E, so that no text ends the element.
        var values = new Dictionary<string, string>
        {
            ["policy"] = page.Policy,
            ["title"] = WebUtility.HtmlEncode($"{result.FinalState.Name}: {string.Join(", ", result.Plugins)}"),
            ["outputs"] = string.Concat(
                result.Outputs.Select(
                    output => $"<article class=\"output\"><h3>{WebUtility.HtmlEncode(output.Key)}</h3>\n{MarkdownHtml.Of(output.Value)}</article>\n")),
            ["data"] = JsonResult.Of(result).ToJsonString(),
        };
        return page.Fill(values);
    }
}
