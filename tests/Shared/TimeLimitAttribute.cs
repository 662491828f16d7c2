using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

[assembly: TimeLimit]

namespace Spaceforge.Tests.Shared;

/// <summary>
/// Ends a test that hangs. What it waits for is cancelled first, which fails the test; where it does not listen, the whole program of
/// tests ends and says which test it was.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
sealed class TimeLimitAttribute : BeforeAfterTestAttribute
{
    // Properties are tested for as long as somebody wants.
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(
        Seconds("SPACEFORGE_TEST_SECONDS", 600) + Seconds("SPACEFORGE_PROPERTY_SECONDS", 0));

    static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);
    static readonly ConcurrentDictionary<string, Timer> Running = new();

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        var (context, late) = (TestContext.Current, false);
        Running[test.UniqueID] = new Timer(
            _ =>
            {
                if (late)
                {
                    Console.WriteLine($"{test.TestDisplayName} [FAIL]\n  It did not end within {Limit + Grace}; it waited for: {Wait.Now}");
                    Console.Out.Flush();
                    Environment.Exit(1);
                }

                late = true;
                context.CancelCurrentTest();
            },
            null, Limit, Grace);
    }

    static int Seconds(string variable, int otherwise) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given
        ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : otherwise;

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Running.TryRemove(test.UniqueID, out var timer)) timer.Dispose();
    }
}
