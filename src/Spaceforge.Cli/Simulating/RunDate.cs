using System.Globalization;

namespace Spaceforge.Cli.Simulating;

/// <summary>The date of a run in its report.</summary>
static class RunDate
{
    /// <summary>Fixes the date, for reports that must not differ: https://reproducible-builds.org/specs/source-date-epoch/.</summary>
    const string Variable = "SOURCE_DATE_EPOCH";

    const long Latest = 253_402_300_799;

    public static DateTimeOffset Now(TimeProvider clock) =>
        long.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= Latest
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : clock.GetUtcNow();
}
