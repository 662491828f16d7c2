using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Spaceforge.Cli.Policies;
using Spaceforge.Cli.Policies.Formats;
using Spaceforge.Cli.Watching;
using Spaceforge.Logging;
using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge policy test</c>: runs policy tests, like <c>opa test</c>.</summary>
static class PolicyTestCommand
{
    /// <summary>OPA's exit code: a test failed, or coverage is below the threshold.</summary>
    const int TestsFailed = 2;

    static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(5);
    static readonly TimeSpan FilterTimeout = TimeSpan.FromMilliseconds(250);

    static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Policies and tests (.rego), data (.json, .yaml), folders of them, plugins and manifests",
        Arity = ArgumentArity.OneOrMore,
    };

    static readonly Option<bool> Coverage = new("--coverage", "-c") { Description = "Report the lines that the tests do not cover" };
    static readonly Option<double?> Threshold = new("--threshold")
    {
        HelpName = "PERCENT",
        Description = "Fail if fewer of the lines are covered; implies --coverage",
        CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            if (double.TryParse(given, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 100) return value;

            result.AddError($"--threshold: '{given}' is not a percentage from 0 to 100.");
            return null;
        },
    };
    static readonly Option<string?> Filter = new("--filter", "--run", "-r")
    { HelpName = "REGEX", Description = "Run only tests whose full name, such as data.authz.test_admin, matches" };
    static readonly Option<string> Format = new("--format", "-f")
    {
        HelpName = string.Join('|', TestFormat.All.Select(format => format.Name)),
        Description = "The output format",
        DefaultValueFactory = _ => TestFormat.All[0].Name,
    };

    static readonly Option<bool> Json = new(JsonOption.Name) { Description = "The same as --format json" };
    static readonly Option<bool> Watch = new("--watch", "-w") { Description = "Rerun the tests whenever a file changes, until Ctrl+C" };
    static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "Show passed tests too" };
    static readonly Option<string[]> Ignore = new("--ignore")
    {
        HelpName = "PATTERN",
        Description = "Ignore files and folders with matching names, for example '*.yaml'",
        AllowMultipleArgumentsPerToken = false
    };
    static readonly Option<bool> OldSyntax = new("--v0-compatible") { Description = "Parse the files as Rego v0" };
    static readonly Option<bool> NewSyntax = new("--v1-compatible") { Description = "Parse the files as Rego v1" };
    static readonly Option<bool> SkippedIsFine = new("--exit-zero-on-skipped", "-z")
    { Description = "Exit with 0 if tests are skipped and none fail" };
    static readonly Option<bool> FailOnEmpty = new("--fail-on-empty") { Description = "Exit with 1 if there are no tests" };

    static PolicyTestCommand()
    {
        Format.AcceptOnlyFromAmong([.. TestFormat.All.Select(format => format.Name)]);
    }

    public static Command Create()
    {
        var command = new Command("test", "Run policy tests, like 'opa test'")
        {
            Paths, PolicyCommandOptions.Kind, Coverage, Threshold, Filter, Format, Json, Watch,
            Verbose, Ignore, OldSyntax, NewSyntax, SkippedIsFine,
            FailOnEmpty,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(Paths) ?? [],
            new Choice(
                parsed.GetValue(Coverage) || parsed.GetValue(Threshold) is not null,
                parsed.GetValue(Threshold),
                Pattern(parsed.GetValue(Filter)),
                TestFormat.All.First(format => format.Name == (parsed.GetValue(Json) ? "json" : parsed.GetValue(Format))),
                parsed.GetValue(Verbose),
                parsed.GetValue(Ignore) ?? [],
                parsed.GetValue(OldSyntax) ? RegoVersion.V0 : parsed.GetValue(NewSyntax) ? RegoVersion.V1 : null,
                parsed.GetValue(SkippedIsFine),
                parsed.GetValue(FailOnEmpty),
                PolicyCommandOptions.KindOf(parsed)),
            parsed.GetValue(Watch), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(string[] paths, Choice choice, bool watches, CancellationToken cancellationToken)
    {
        if (!watches) return await RunOnceAsync(paths, choice, cancellationToken);

        using var files = new WatchedFiles(PolicyFiles.IsKnown);
        while (true)
        {
            // Before they are read, so that no change is missed.
            files.Watch(paths.Where(Directory.Exists), paths.Where(path => !Directory.Exists(path)));
            try
            {
                await RunOnceAsync(paths, choice, cancellationToken);
            }
            catch (PolicyLoadException e)
            {
                await Console.Error.WriteLineAsync($"error: {e.Message}");
            }

            await Console.Error.WriteLineAsync("Watching for changes. Press Ctrl+C to stop.");
            await files.NextAsync(cancellationToken);
        }
    }

    static async Task<int> RunOnceAsync(string[] paths, Choice choice, CancellationToken cancellationToken)
    {
        var files = new PolicyFiles(choice.Ignored);
        foreach (var path in paths)
        {
            if (!PolicySources.IsPlugin(path))
            {
                files.Add(path);
                continue;
            }

            if (await PolicySources.ReadAsync(path, cancellationToken) is not { } manifest) return ExitCodes.Failed;
            files.AddManifest(Path.Combine(Path.GetDirectoryName(path) ?? "", PolicyFiles.Manifest), manifest.Text);
        }

        return Run(files, choice, cancellationToken);
    }

    static int Run(PolicyFiles files, Choice choice, CancellationToken cancellationToken)
    {
        foreach (var path in files.LeftOut) Console.Error.WriteLine(LogText.OneLine($"{path} is not a regular file and was skipped."));
        var groups = new PolicyGroups(choice.Version, choice.Kind);
        var found = groups.Of(files.Files);
        var errors = groups.Errors.ToList();
        if (errors.Count == 0)
        {
            foreach (var group in found) TestDiscovery.NumberEqualNames(group.Modules);
        }

        var policies = errors.Count > 0 ? [] : Compile(found, errors, cancellationToken);
        if (errors.Count > 0)
        {
            foreach (var error in errors.Distinct()) Console.Error.WriteLine(Line(error));
            if (choice.Version is null && AreOld(files.Files, errors))
            {
                Console.Error.WriteLine("These files are valid Rego v0; if they are meant as such, use --v0-compatible.");
            }

            Console.Error.WriteLine(
                $"error: {(errors.Count == 1 ? "1 error" : $"{errors.Count} errors")} in the policies; no tests were run.");
            return ExitCodes.Failed;
        }

        var tests = policies.SelectMany(policy => TestDiscovery.Find(policy.Group, policy.Policy)).Where(choice.Takes).ToArray();
        var coverage = choice.Covers ? new TestCoverage() : null;
        var results = new TestRun(coverage, TestTimeout).Run(tests, cancellationToken);
        var report = new TestReport(results, coverage?.Report(found), choice.IsVerbose);
        Console.Out.Write(choice.Format.Write(report));
        return ExitCode(report, choice);
    }

    /// <summary>Whether all files with errors would be right in the older syntax.</summary>
    static bool AreOld(IReadOnlyList<LoadedFile> files, IReadOnlyList<RegoError> errors)
    {
        var wrong = errors.Select(error => error.Place.File).ToHashSet(StringComparer.Ordinal);
        var old = files.Where(file => wrong.Contains(file.Path)).ToArray();
        return old.Length > 0 && Array.TrueForAll(old, file =>
        {
            _ = RegoModule.TryParse(PolicyFiles.Text(file), file.Path, RegoVersion.V0, out var mistakes);
            return mistakes.Count == 0 && errors.Any(error => error.Code == "rego_parse_error" && error.Place.File == file.Path);
        });
    }

    static string Line(RegoError error) => LogText.OneLine(error.Place.File is { Length: > 0 } file
        ? string.Create(CultureInfo.InvariantCulture, $"{file}:{error.Place.Line}:{error.Place.Column}: {error.Code}: {error.Message}")
        : $"{error.Code}: {error.Message}");

    static int ExitCode(TestReport report, Choice choice)
    {
        if (report.Results.Count == 0)
        {
            Console.Error.WriteLine(choice.Filter is null
                ? "No tests found: a test is a rule whose name begins with test_." : "No tests match the filter.");
            if (choice.FailsOnEmpty) return ExitCodes.Failed;
        }

        if (report.Failed > 0 || report.Errors > 0 || (report.Skipped > 0 && !choice.SkippedIsFine)) return TestsFailed;
        if (choice.Threshold is { } threshold && report.Coverage!.Percent < threshold)
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"error: Coverage is {report.Coverage.Percent:0.##}%, below the threshold of {threshold:0.##}%."));
            return TestsFailed;
        }

        return ExitCodes.Done;
    }

    static (PolicyGroup Group, RegoPolicy Policy)[] Compile(
        IReadOnlyList<PolicyGroup> groups, List<RegoError> errors, CancellationToken cancellationToken)
    {
        var policies = new (PolicyGroup, RegoPolicy)[groups.Count];
        var failures = new RegoException?[groups.Count];
        Parallel.For(0, groups.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            try
            {
                policies[i] = (groups[i], groups[i].Compile());
            }
            catch (RegoException e)
            {
                failures[i] = e;
            }
        });
        errors.AddRange(failures.SelectMany(failure => failure?.Errors ?? []));
        return policies;
    }

    static Regex? Pattern(string? filter)
    {
        if (filter is null) return null;
        try
        {
            return new Regex(filter, RegexOptions.CultureInvariant, FilterTimeout);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--filter: {e.Message}");
        }
    }

    sealed record Choice(
        bool Covers,
        double? Threshold,
        Regex? Filter,
        TestFormat Format,
        bool IsVerbose,
        IReadOnlyList<string> Ignored,
        RegoVersion? Version,
        bool SkippedIsFine,
        bool FailsOnEmpty,
        PolicyKind? Kind)
    {
        public bool Takes(PolicyTest test)
        {
            try
            {
                return Filter?.IsMatch(test.FullName) ?? true;
            }
            catch (RegexMatchTimeoutException)
            {
                throw new UsageException("--filter: the expression takes too long to match; avoid nested repetitions.");
            }
        }
    }
}
