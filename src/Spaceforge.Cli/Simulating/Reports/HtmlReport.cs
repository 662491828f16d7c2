namespace Spaceforge.Cli.Simulating.Reports;

static class HtmlReport
{
    public static string Of(SimulationResult result) => result.RunType;
}
