using System.Diagnostics;
using System.Globalization;
using CsCheck;

namespace Spaceforge.Tests.Shared.Properties;

/// <summary>
/// Properties: what holds for any value. By default each is tested with a few cases, always the same ones, so that a build does not
/// fail by chance. With <c>SPACEFORGE_PROPERTY_SECONDS=600</c>, each is tested for so long with new cases.
/// </summary>
/// <remarks>A failure shows the seed, which <c>CsCheck_Seed</c> repeats, and the smallest case that was found.</remarks>
static class Property
{
    const int Stream = 7;
    const ulong Seed = 20_261_129;

    static int Seconds { get; } = int.Parse(
        Environment.GetEnvironmentVariable("SPACEFORGE_PROPERTY_SECONDS") ?? "0", CultureInfo.InvariantCulture);

    /// <param name="cases">The cases.</param>
    /// <param name="count">How many are tested by default.</param>
    /// <param name="check">Throws for a case for which the property does not hold.</param>
    /// <param name="shown">A case as a failure shows it.</param>
    /// <param name="shrinks">How many smaller cases are tried after a failure.</param>
    public static void Hold<T>(this Gen<T> cases, int count, Action<T> check, Func<T, string>? shown = null, int shrinks = 3_000)
    {
        var clock = Stopwatch.StartNew();
        var tested = 0;
        if (Seconds > 0 || Check.Seed is not null)
        {
            cases.Sample(
                value =>
                {
                    Interlocked.Increment(ref tested);
                    check(value);
                },
                time: Seconds > 0 ? Seconds : -1, threads: 1, print: shown);
        }
        else
        {
            var random = new PCG(Stream, Seed);
            for (; tested < count; tested++)
            {
                var state = random.State;
                var value = cases.Generate(random, null, out _);
                try
                {
                    check(value);
                }
                catch (Exception)
                {
                    // Fails again, and looks for a smaller case.
                    cases.Sample(check, seed: random.ToString(state), iter: shrinks, threads: 1, print: shown);
                    throw;
                }
            }
        }

        Tell(tested, clock);
    }

    /// <summary>For what is too slow to start for each case, such as another program: many cases are tested at once.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="count">How many are tested at once.</param>
    /// <param name="check">What is wrong with each case; null if nothing.</param>
    /// <param name="shown">A case as a failure shows it.</param>
    public static void HoldAtOnce<T>(
        this Gen<T> cases, int count, Func<T[], IReadOnlyList<string?>> check, Func<T, string> shown)
    {
        var clock = Stopwatch.StartNew();
        var tested = 0;
        var random = Check.Seed is { } given ? PCG.Parse(given) : Seconds > 0 ? new PCG(Stream) : new PCG(Stream, Seed);
        do
        {
            if (Worst(random) is { } worst)
            {
                // Smaller cases that are wrong too.
                for (var i = 0; i < 4; i++) worst = Worst(random, worst) ?? worst;
                Assert.Fail($"CsCheck_Seed={worst.Seed}\n{worst.Shown}\n{worst.Wrong}");
            }
        }
        while (clock.Elapsed.TotalSeconds < Seconds);

        Tell(tested, clock);

        (string Seed, string Shown, string Wrong)? Worst(PCG random, (string Seed, string Shown, string Wrong)? than = null)
        {
            var seeds = new List<string>();
            var values = new List<T>();
            for (var tries = 0; values.Count < count && tries < 100 * count; tries++)
            {
                var state = random.State;
                var value = cases.Generate(random, null, out _);
                if (than is { } larger && shown(value).Length >= larger.Shown.Length) continue;
                seeds.Add(random.ToString(state));
                values.Add(value);
            }

            tested += values.Count;
            var wrong = check([.. values]);
            Assert.Equal(values.Count, wrong.Count);
            return wrong.Select((text, i) => (Seed: seeds[i], Shown: shown(values[i]), Wrong: text!))
                .Where(found => found.Wrong is not null).OrderBy(found => found.Shown.Length)
                .Select(found => ((string, string, string)?)found).FirstOrDefault();
        }
    }

    static void Tell(int tested, Stopwatch clock) => TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{tested} cases, {tested / clock.Elapsed.TotalSeconds:0} per second"));
}
