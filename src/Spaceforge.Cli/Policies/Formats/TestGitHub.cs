using System.Globalization;
using System.Text;
using Spaceforge.Cli.Manifests.Formats;
using Spaceforge.Rego;

namespace Spaceforge.Cli.Policies.Formats;

/// <summary>Failures as commands of a GitHub workflow, which shows them beside the lines.</summary>
static class TestGitHub
{
    public static string Write(TestReport report)
    {
        var text = new StringBuilder();
        foreach (var result in report.Results)
        {
            switch (result.Outcome)
            {
                case TestOutcome.Failed:
                    foreach (var (name, passed, failedAt) in result.Leaves)
                    {
                        if (!passed) Failure(text, result, name, failedAt);
                    }

                    break;
                case TestOutcome.Error:
                    Command(text, "error", result.Error!.Place.File is { Length: > 0 } ? result.Error.Place : result.Test.Place,
                        $"{result.Test.FullName}: ERROR", $"{result.Error.Code}: {result.Error.Message}");
                    break;
                case TestOutcome.Skipped:
                    Command(text, "notice", result.Test.Place, $"{result.Test.FullName}: SKIPPED", "The test is still to be done.");
                    break;
            }
        }

        text.Append(CultureInfo.InvariantCulture,
            $"{report.Passed} passed, {report.Failed} failed, {report.Skipped} skipped, {report.Errors} errors\n");
        if (report.Coverage is { } coverage) text.Append(CultureInfo.InvariantCulture, $"Coverage: {coverage.Percent:0.##}%\n");
        return text.ToString();
    }

    static void Failure(StringBuilder text, TestResult result, string name, RegoTraceEvent? failedAt)
    {
        var message = string.Join('\n', FailedLine.Describe(result.Test, failedAt));
        if (result.Output.Length > 0) message += $"\n\n{TestText.Output(result.Output)}";
        Command(text, "error", failedAt?.Place ?? result.Test.Place, $"{result.Test.FullName}{name}: FAIL", message.TrimEnd('\n'));
    }

    static void Command(StringBuilder text, string level, RegoPlace place, string title, string message) => text
        .Append(CultureInfo.InvariantCulture,
            $"::{level} file={GitHubFormat.Property(place.File)},line={place.Line},col={place.Column},title={GitHubFormat.Property(title)}::")
        .Append(GitHubFormat.Message(message)).Append('\n');
}
