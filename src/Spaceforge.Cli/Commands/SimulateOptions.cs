using System.CommandLine;
using System.Globalization;
using Spaceforge.Cli.Parameters;
using Spaceforge.Cli.Simulating;
using Spaceforge.Shared.PolicyInputs;

namespace Spaceforge.Cli.Commands;

/// <summary>The options of <c>spaceforge simulate</c> that describe the run.</summary>
static class SimulateOptions
{
    static readonly string[] FinalStates = ["FINISHED", "FAILED", "STOPPED", "DISCARDED"];

    static readonly Option<string?> Source = new(
        "--source")
    { HelpName = "DIR", Description = "The stack's repository; the run uses a copy [default: an empty one]" };
    static readonly Option<string> RunTypeOption = OneOf(
        "--run-type", "The run type", "proposed", "tracked", "task", "destroy", "testing");
    static readonly Option<string[]> Param = new("--param")
    {
        HelpName = "ID=VALUE",
        Description = "Set a parameter, as the installer would [default: the variable named like its id in upper case, else its default]",
    };
    static readonly Option<string[]> Env = new(
        "--env")
    { HelpName = "K=V", Description = "Set an environment variable of the stack; it overrides a plugin's" };
    static readonly Option<string?> ProjectRoot = new(
        "--project-root")
    { HelpName = "DIR", Description = "The stack's project root within the source [default: the source's root]" };
    static readonly Option<string?> Stack = new("--stack")
    {
        HelpName = "SLUG",
        Description = "The stack's slug in .spacelift/config.yml, or a test case's name with --run-type testing",
    };
    static readonly Option<string?> RuntimeConfig = new(
        "--runtime-config")
    { HelpName = "FILE", Description = "The runtime configuration of this run, as for 'spacectl stack deploy'" };
    static readonly Option<string?> Image = new("--image")
    {
        HelpName = "ROOT",
        Description = "Run in a runner image: an OCI layout, the archive of docker save, or the root file system as a folder or tar",
    };
    static readonly Option<string[]> Labels = new("--labels") { HelpName = "A,B", Description = "The stack's labels" };
    static readonly Option<string?> FinalState = new("--final-state")
    {
        HelpName = string.Join('|', FinalStates),
        CompletionSources = { FinalStates },
        Description = "Force the run's final state, whatever its phases do; DISCARDED ends the run at the pause"
    };
    static readonly Option<string[]> Phase = new(
        "--phase")
    { HelpName = "PHASE=COMMAND", Description = "Run COMMAND instead of a phase's own: init, plan, apply, perform, destroy" };
    static readonly Option<string?> PlanJson = new(
        "--plan-json")
    { HelpName = "FILE", Description = "Use this JSON plan instead of running Terraform" };
    static readonly Option<string?> ApiData = new(
        "--api-data")
    { HelpName = "FILE", Description = "JSON with the API's response to each operation" };
    static readonly Option<string[]> Policy = new("--policy")
    { HelpName = "FILE", Description = "Also evaluate a policy: a .rego file, or the policies of a manifest" };
    static readonly Option<bool> Autodeploy = new("--autodeploy")
    { Description = "Apply without confirmation unless a plan policy warns, like a stack with autodeploy" };
    static readonly Option<bool> Approve = Repeated("--approve", "Add a review that approves the run, for approval policies; can be repeated");
    static readonly Option<bool> Reject = Repeated("--reject", "Add a review that rejects the run, for approval policies");
    static readonly Option<string> Sanitize = OneOf(
        "--sanitize", "Which texts of the plan policies see as hashes: all, only sensitive ones (smart), or none", "all", "smart", "none");
    static readonly Option<bool> NoPause = new("--no-pause") { Description = "Apply without pausing, in the same container" };
    static readonly Option<bool> NoIsolation = new(
        "--no-isolation")
    { Description = "Rewrite paths instead of creating /mnt/workspace; hooks then write to this machine" };
    static readonly Option<string> SilenceLimit = Limit(
        "--silence-limit", "TIME", "How long a run may print nothing, for example 90s", "7m");
    static readonly Option<string> TimeLimit = Limit("--time-limit", "TIME", "How long a run may take", "70m");
    static readonly Option<string> DiskLimit = Limit("--disk-limit", "SIZE", "How much a run may write to disk, for example 500MB", "10GB");
    static readonly Option<string> MemoryLimit = Limit(
        "--memory-limit", "SIZE", "How much memory a run may use, including files outside the workspace", "4GB");
    static readonly Option<string> ProcessLimit = Limit("--process-limit", "NUMBER", "How many processes a run may have at once", "4096");
    static readonly Option<string> FileLimit = Limit("--file-limit", "NUMBER", "How many files a process may have open", "4096");
    // For scenarios.
    static readonly Option<string[]> ShowFile = new("--show-file") { Hidden = true };
    static readonly Option<string?> Programs = new("--programs") { Hidden = true };
    static readonly Option<bool> OnlyGiven = new("--only-given") { Hidden = true };
    static readonly Option<bool> Keep = new("--keep") { Description = "Keep the workspace and print its path" };

    public static IReadOnlyList<Option> All =>
    [
        Source, RunTypeOption, Param, GivenParameters.Files, GivenParameters.Variables, Env, ProjectRoot, Stack, RuntimeConfig, Image,
        Labels, FinalState, Phase, PlanJson,
        ApiData, Policy, Autodeploy, Approve, Reject, Sanitize, NoPause, NoIsolation, SilenceLimit, TimeLimit, DiskLimit,
        MemoryLimit, ProcessLimit, FileLimit, ShowFile, Programs, OnlyGiven, Keep,
    ];

    /// <summary>Those that make sense for one run after the other.</summary>
    public static IReadOnlyList<Option> OfWatch => [.. All.Except([ShowFile, OnlyGiven, Keep])];

    /// <summary>What was given as the runner image, or null.</summary>
    public static string? ImageOf(ParseResult parsed)
    {
        var image = parsed.GetValue(Image);
        return image is null || !parsed.GetValue(NoIsolation) ? image
            : throw new UsageException("--image cannot be used with --no-isolation: hooks see an image's files only in a container.");
    }

    public static SimulationOptions Read(ParseResult parsed)
    {
        var source = Existing(parsed.GetValue(Source), "--source", Directory.Exists, "folder");
        return new SimulationOptions
        {
            Source = source,
            RunType = new RunType(parsed.GetRequiredValue(RunTypeOption).ToUpperInvariant()),
            Parameters = GivenParameters.Read(parsed, Param),
            ReadsVariables = !parsed.GetValue(OnlyGiven),
            Date = RunDate.Now(TimeProvider.System),
            Variables = Pairs(parsed.GetValue(Env) ?? [], "--env", "NAME=VALUE"),
            ProjectRoot = Root(parsed.GetValue(ProjectRoot) ?? ""),
            Stack = parsed.GetValue(Stack),
            RuntimeConfig = Existing(parsed.GetValue(RuntimeConfig), "--runtime-config", File.Exists, "file"),
            Labels = [.. (parsed.GetValue(Labels) ?? []).SelectMany(labels => labels.Split(',', StringSplitOptions.RemoveEmptyEntries))],
            FinalState = Final(parsed.GetValue(FinalState)),
            Commands = Commands(parsed.GetValue(Phase) ?? []),
            PlanJson = Existing(parsed.GetValue(PlanJson), "--plan-json", File.Exists, "file"),
            ApiData = Existing(parsed.GetValue(ApiData), "--api-data", File.Exists, "file"),
            Policies = [.. (parsed.GetValue(Policy) ?? []).Select(path => Existing(path, "--policy", File.Exists, "file")!)],
            Autodeploys = parsed.GetValue(Autodeploy),
            Approvals = parsed.GetResult(Approve)?.IdentifierTokenCount ?? 0,
            Rejections = parsed.GetResult(Reject)?.IdentifierTokenCount ?? 0,
            Sanitization = Enum.Parse<Sanitization>(parsed.GetRequiredValue(Sanitize), ignoreCase: true),
            Pauses = !parsed.GetValue(NoPause),
            Isolates = !parsed.GetValue(NoIsolation),
            SilenceLimit = Time(parsed.GetRequiredValue(SilenceLimit), "--silence-limit"),
            TimeLimit = Time(parsed.GetRequiredValue(TimeLimit), "--time-limit"),
            DiskLimit = Size(parsed.GetRequiredValue(DiskLimit), "--disk-limit"),
            MemoryLimit = Size(parsed.GetRequiredValue(MemoryLimit), "--memory-limit"),
            ProcessLimit = Count(parsed.GetRequiredValue(ProcessLimit), "--process-limit"),
            FileLimit = Count(parsed.GetRequiredValue(FileLimit), "--file-limit"),
            ShownFiles = parsed.GetValue(ShowFile) ?? [],
            Programs = parsed.GetValue(Programs),
            Keeps = parsed.GetValue(Keep),
        };
    }

    static Option<bool> Repeated(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };

    static Option<string> OneOf(string name, string description, params string[] values)
    {
        var option = new Option<string>(
            name)
        { HelpName = string.Join('|', values), Description = description, DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    static Option<string> Limit(string name, string help, string description, string value) =>
        new(name) { HelpName = help, Description = description, DefaultValueFactory = _ => value };

    static int Count(string text, string option)
    {
        // Shells need at least this many.
        const int least = 16;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new UsageException($"{option}: '{text}' must be a number, at least {least}.");
    }

    /// <summary>The full path of what an option names; null if it is not given.</summary>
    public static string? Existing(string? path, string option, Func<string, bool> exists, string kind) =>
        path is null ? null : exists(path) ? Path.GetFullPath(path) : throw new UsageException($"{option}: {kind} '{path}' not found.");

    static string Root(string root) => RuntimeConfiguration.ProjectRoot.Normalize(root)
        ?? throw new UsageException($"--project-root: '{root}' is outside the source; give a folder inside it.");

    static RunState? Final(string? name) => name is null ? null
        : FinalStates.Contains(name) ? new RunState(name)
        : throw new UsageException($"--final-state: '{name}' is not a final state of a run; use one of {string.Join(", ", FinalStates)}.");

    static Dictionary<string, string> Pairs(IEnumerable<string> arguments, string option, string form)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            var separator = argument.IndexOf('=', StringComparison.Ordinal);
            if (separator <= 0) throw new UsageException($"{option} must be {form}.");
            pairs[argument[..separator]] = argument[(separator + 1)..];
        }

        return pairs;
    }

    static Dictionary<string, string> Commands(IEnumerable<string> arguments)
    {
        var commands = Pairs(arguments, "--phase", "PHASE=COMMAND, for example --phase plan='make plan'");
        foreach (var name in commands.Keys.Where(name => !RunPhase.All.Any(phase => phase.Name == name)))
        {
            throw new UsageException($"--phase: unknown phase '{name}'; use one of {string.Join(", ", RunPhase.All.Select(phase => phase.Name))}.");
        }

        return commands;
    }

    static TimeSpan Time(string text, string option) =>
        Number(text, ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)) is { } seconds and > 0 and < 1e6
        ? TimeSpan.FromSeconds(seconds)
        : throw new UsageException($"{option}: '{text}' is not a duration; use for example 500ms, 90s, 7m or 1h.");

    static long Size(string text, string option) =>
        Number(text, ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12)) is { } bytes and > 0 and < 1e16
        ? (long)bytes
        : throw new UsageException($"{option}: '{text}' is not a size; use for example 500MB or 10GB.");

    static double? Number(string text, params (string Unit, double Factor)[] units)
    {
        foreach (var (unit, factor) in units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return number * factor;
            }
        }

        return null;
    }
}
