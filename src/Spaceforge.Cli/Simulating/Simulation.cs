using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.RuntimeConfiguration;
using Spaceforge.Cli.Simulating.Causes;
using Spaceforge.Cli.Simulating.Containers;
using Spaceforge.Cli.Simulating.Decisions;
using Spaceforge.Cli.Simulating.Programs;
using Spaceforge.Definitions;
using Spaceforge.Hooks;
using Spaceforge.Secrets;
using Spaceforge.Shared;

namespace Spaceforge.Cli.Simulating;

/// <summary>Runs manifests the way a worker would.</summary>
sealed class Simulation : IAsyncDisposable
{
    const int ShortestGuess = 6;

    // The owner of hooks that are not a plugin's.
    const string OfStack = "stack";

    readonly SimulationOptions _options;
    readonly Installation _installation;
    readonly IReadOnlyList<ManifestFile> _manifests;
    readonly ISimulationView _view;
    readonly Stopwatch _clock = Stopwatch.StartNew();
    readonly LogMasks _masks = new();
    readonly RunWarnings _warnings;
    readonly List<PhaseResult> _phases = [];
    readonly List<string> _downloads = [];
    readonly RunFolders _folders;
    readonly Workspace _workspace;
    readonly ApiAnswers _api;
    readonly SpaceliftServer _server;
    readonly RunLimits _limits;
    readonly RunPolicies? _policies;
    readonly RunSettings _settings;
    readonly string _projectRoot;
    readonly MachinePrograms? _programs;
    RunDecisions? _decisions;
    Container? _container;
    Container? _warm;
    Dictionary<string, string> _variables = [];
    ExportedVariables _exported = ExportedVariables.Of([]);

    /// <summary>Until the next session has shown whether it exports them again.</summary>
    string[] _exportedBeforePause = [];
    JsonObject _policyInput = [];
    bool _hasPolicyInput;
    bool _isKilled;
    string? _end;
    bool _isDiscarded;
    RunVerdict _verdict;

    /// <param name="options">What is simulated.</param>
    /// <param name="manifests">The plugins.</param>
    /// <param name="view">Shows it.</param>
    /// <param name="warm">A container for its first phases, which it owns from now on; null to start one.</param>
    public Simulation(SimulationOptions options, IReadOnlyList<ManifestFile> manifests, ISimulationView view, WarmContainer? warm = null)
    {
        (_options, _manifests, _view) = (options, manifests, view);
        // Check for errors first, so that there is nothing to clean up.
        _installation = Installation.Of(
            manifests, options.Parameters, name => options.ReadsVariables ? Environment.GetEnvironmentVariable(name) : null);
        _api = ApiAnswers.Load(options.ApiData);
        _policies = RunPolicies.Of(manifests, options.Policies);
        _settings = new RunConfiguration(
            options.Source, options.Stack, options.RunType == RunType.Testing, options.Labels, SingleConfiguration(options.RuntimeConfig))
            .Read(options.ProjectRoot, options.Variables);
        _projectRoot = _settings.ProjectRoot ?? options.ProjectRoot;
        _warnings = new RunWarnings(options);
        if (options.Image is null && OperatingSystem.IsLinux())
        {
            _programs = new MachinePrograms(Environment.GetEnvironmentVariable("PATH") ?? "");
        }

        _folders = warm?.Folders ?? RunFolders.Create(options.Keeps);
        _warm = warm?.Container;
        _workspace = new Workspace(_folders);
        _limits = new RunLimits(options, _clock, _workspace);
        _server = new SpaceliftServer(TimeProvider.System, _api.AnswerAsync);
        _api.IsGood = _server.IsGood;
        // Shorter values are common words in logs: true, 1, prod.
        var given = options.Variables.Values.Where(value => value.Length >= ShortestGuess);
        foreach (var secret in _installation.Secrets.Append(_server.RunToken).Concat(given)) _masks.Add(secret);
    }

    public string Workspace => _folders.Workspace;

    Isolation Isolation => _container!.Isolation;

    string ProjectRoot => Path.TrimEndingDirectorySeparator($"{_folders.WorkspaceIn(Isolation)}/source/{_projectRoot}");

    bool IsStopped => _isKilled || _isDiscarded || _verdict.WaitsIn is not null;

    bool HasFailed => _phases.Any(phase => phase.State is StepState.Failed or StepState.Killed);

    public async Task<SimulationResult> RunAsync(CancellationToken cancellationToken)
    {
        var plugins = _manifests.Select(file => $"{file.Manifest.Name} {file.Manifest.Version}").ToArray();
        _view.Begins($"A {_options.RunType.Name} run of {string.Join(", ", plugins)}");
        await EnterAsync(cancellationToken);
        foreach (var missing in _options.Image?.Check() ?? []) _warnings.Add(missing);
        var isolation = IsolationSentence();
        _view.Notes(isolation);
        NoteParameters();
        NoteSettings();
        await PrepareAsync(cancellationToken);
        await EnterStateAsync("QUEUED", "", isReviewed: true, cancellationToken);
        if (!IsStopped && _verdict.Refusal is null) await EnterStateAsync("PREPARING", "", isReviewed: false, cancellationToken);

        foreach (var phase in RunPhase.Of(_options.RunType))
        {
            if (IsStopped) break;
            if (await SkipReasonAsync(phase, cancellationToken) is { } reason) _phases.Add(Skip(phase, reason));
            else if (phase != RunPhase.Apply || await PauseAsync(cancellationToken)) await RunAsync(phase, cancellationToken);
        }

        var final = _options.FinalState ?? (HasFailed || _verdict.Refusal is not null ? RunState.Failed : RunState.Finished);
        var hasBegun = _verdict.Refusal is null || _phases.Any(phase => phase.Skipped is null);
        if (_verdict.WaitsIn is { } waiting && _options.FinalState is null)
        {
            final = waiting;
        }
        else if (!_isKilled && !_isDiscarded && hasBegun)
        {
            await RunAfterAsync(final, cancellationToken);
            if (_options.FinalState is null && HasFailed) final = RunState.Failed;
        }

        if (!_isKilled) await TellOutsideAsync(pauses: false, cancellationToken);
        IReadOnlyList<WrittenFile> written = [];
        IReadOnlyDictionary<string, string> files = new Dictionary<string, string>();
        await WithinAsync(
            () =>
            {
                (written, files) = (_workspace.Written(), _workspace.Texts(_projectRoot, _options.ShownFiles));
                // No policy sees it, but it may say why the run failed.
                if (HasFailed && !_hasPolicyInput && RunPhase.Of(_options.RunType).Contains(RunPhase.Plan)) ReadPolicyInput();
            },
            cancellationToken);
        final = _isKilled ? RunState.Failed : final;
        if (_verdict.WaitsIn is null) await EnterStateAsync(final.Name, _verdict.Refusal ?? "", isReviewed: false, cancellationToken);
        return Result(plugins, isolation, final, written) with { Files = files };
    }

    public async ValueTask DisposeAsync()
    {
        _programs?.Dispose();
        if ((_container ?? _warm) is { } container) await container.DisposeAsync();
        _server.Dispose();
        try
        {
            _folders.Dispose();
        }
        catch (IOException e)
        {
            _view.Notes($"Some of the run's files could not be removed from {_folders.Scratch}: {e.Message}");
        }
    }

    async Task EnterAsync(CancellationToken cancellationToken)
    {
        _container = _warm ?? await Container.StartAsync(
            _folders,
            RunVariables.OfMachine(),
            _options.Limits,
            _options.Isolates,
            Root(_options),
            cancellationToken);
        _warm = null;
        if (_container.Overlays is { } root) _programs?.Watch(root, _container.IsOverlaid);
    }

    /// <summary>The machine's Terraform: Spacelift brings its own along, unless the image has one.</summary>
    static string? ToolForImage(SimulationOptions options) =>
        options.Image is { } image && !OwnCommand.Programs.Any(image.Has) ? OwnCommand.Program(options) : null;

    /// <summary>The root that hooks see, or null for the machine's.</summary>
    public static ContainerRoot? Root(SimulationOptions options) =>
        options.Image is { } image ? new ContainerRoot(image.Root, ToolForImage(options)) : null;

    /// <summary>What hooks have besides the run's variables.</summary>
    IReadOnlyDictionary<string, string> Surroundings =>
        _options.Image?.Variables(ToolForImage(_options) is not null) ?? RunVariables.OfMachine();

    string IsolationSentence() => _options.Image is { } image
        ? $"Hooks see the image {image.Path}. {ContainerSentence()}"
        : ContainerSentence();

    string ContainerSentence() => Isolation switch
    {
        Isolation.Full => $"{WorkerPaths.Workspace} is isolated; writes elsewhere are discarded.",
        Isolation.Partial => $"{WorkerPaths.Workspace} is isolated, but {_container!.Obstacle}.",
        _ => $"{WorkerPaths.Workspace} is rewritten to {_folders.Workspace} in commands, variables and files, and hooks write to this machine, because {_container!.Obstacle}.",
    };

    /// <summary>Names the parameters that the environment sets, which may be a surprise.</summary>
    void NoteParameters()
    {
        foreach (var parameter in _installation.Parameters.Where(parameter => parameter.IsImplicit))
        {
            _view.Notes($"Parameter {parameter.Id} of {parameter.Plugin} is set by the environment: {parameter.Origin}");
        }
    }

    static (string Name, string Yaml)? SingleConfiguration(string? path) => path is null ? null
        : (Path.GetFileName(path), Encoding.UTF8.GetString(UserFile.Read(path, "--runtime-config", RuntimeConfigFile.Largest)));

    void NoteSettings()
    {
        if (_settings.Sources.Count > 0)
        {
            var version = _settings.Version is { } number ? $" (version {number})" : "";
            _view.Notes($"Runtime configuration{version}:");
            foreach (var (key, origin, shown) in _settings.Sources) _view.Notes($"  {key} from {origin}: {shown}");
        }

        foreach (var warning in _settings.Warnings) _warnings.Add(warning);
        foreach (var (key, origin, shown) in _settings.Sources.Where(source => source.Key is "runner_image" or "git_sparse_checkout_paths"))
        {
            _warnings.Add(key == "runner_image"
                ? $"The image '{shown}' of {origin} is not used: hooks run {(_options.Image is { } image ? $"in {image.Path}" : "with this machine's programs; --image runs them in an image")}."
                : $"{key} of {origin} is not applied: the run sees the whole source.");
        }

        if (_options.RunType == RunType.Tracked && _settings.Hooks.TryGetValue("before_init", out var init)
            && !_settings.Hooks.ContainsKey("before_apply"))
        {
            _warnings.Add($"before_init of {init.Origin} does not run again after the pause: what it installs outside the workspace is gone. Set before_apply, too.");
        }

        if (_projectRoot != _options.ProjectRoot)
        {
            _warnings.Add($"The runtime configuration moves the project root to '{_projectRoot}'. TF_VAR_spacelift_project_root stays '{_options.ProjectRoot}' here; what Spacelift sets is not documented.");
        }
    }

    async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var workspace = _folders.WorkspaceIn(Isolation);
        await _workspace.FillAsync(_options.Source, _projectRoot, _installation.Files, workspace, cancellationToken);
        foreach (var (executable, sentence) in LocalExecutable.Of(_manifests))
        {
            if (executable is null) _downloads.Add(sentence);
            else _workspace.Install(executable);
            _view.Notes(sentence);
        }

        if (_options.PlanJson is { } plan)
        {
            UserFile.Copy(plan, "--plan-json", _folders.Root, $"session/{OwnCommand.PlanJson}");
        }
        else
        {
            await WithinAsync(KeepStateLocal, cancellationToken);
        }

        _variables = RunVariables.Of(
            _options, _installation.Variables, _settings.Environment,
            _options.Image is null ? new Dictionary<string, string>() : Surroundings, workspace, _server.Endpoint, _server.RunToken);
        _exported = ExportedVariables.Of(RunVariables.ForRun(_variables));
        await WithinAsync(_workspace.Remember, cancellationToken);
        foreach (var line in ProblemLines.Of([.. _manifests.SelectMany(file => file.Problems)])) _warnings.Add(line);
        if (_policies is null) return;

        var commit = await SourceCommit.ReadAsync(_options.Source, cancellationToken);
        var record = new RunRecord(_options, _settings, [.. _manifests.Select(file => file.Manifest)], commit, _clock, TimeProvider.System);
        _decisions = new RunDecisions(_policies, record, _options, _masks, _warnings, _view, LogOf);
        if (_policies.Others.ToArray() is { Length: > 0 } others)
        {
            _view.Notes($"Not part of a run: {string.Join(", ", others)}. Try them with: spaceforge policy eval");
        }
    }

    string LogOf(string phase) => string.Join(
        '\n', _phases.Where(done => done.Name == phase).SelectMany(done => done.Steps).SelectMany(step => step.Log.Lines));

    /// <summary>Evaluates policies for a new state.</summary>
    /// <param name="isReviewed">Whether approval policies decide in it.</param>
    async Task EnterStateAsync(string state, string note, bool isReviewed, CancellationToken cancellationToken)
    {
        if (_decisions is not { } decisions || _policies is null) return;

        // A run that was killed because its time was up has none left, but policies still see its end.
        if (_isKilled)
        {
            await Task.Run(() => decisions.Enters(state, note, cancellationToken), cancellationToken);
            return;
        }

        await WithinAsync(
            () =>
            {
                decisions.Enters(state, note, cancellationToken);
                if (isReviewed) _verdict = decisions.Review(state, cancellationToken);
            },
            cancellationToken);
    }

    void KeepStateLocal()
    {
        using var root = _workspace.OpenProjectRoot(_projectRoot);
        if (!OwnCommand.HasRemoteState(root)) return;

        root.WriteText("spaceforge_override.tf", "terraform {\n  backend \"local\" {}\n}\n");
        _warnings.Add("The stack's state is stored remotely: this run starts from an empty state and does not touch the real one.");
    }

    /// <summary>Reads the run's results within the time limit. If that fails, the run fails and the rest is skipped.</summary>
    async Task WithinAsync(Action work, CancellationToken cancellationToken)
    {
        try
        {
            if (await _limits.WithinAsync(work, cancellationToken) is { } over) Kill(over);
        }
        catch (IOException e)
        {
            Kill(e.Message);
        }
    }

    void Kill(string reason)
    {
        _isKilled = true;
        _end = $"The run was ended: {reason.TrimEnd('.')}.";
        _warnings.Add(_end);
        if (_phases.LastOrDefault(phase => phase.Skipped is null) is not { } last) return;

        last.State = StepState.Killed;
        last.Cause ??= $"{last.Name} was killed: {reason.TrimEnd('.')}.";
        last.Reason ??= $"{last.Cause} after_run does not run in this case.";
    }

    async Task TellOutsideAsync(bool pauses, CancellationToken cancellationToken)
    {
        if (Isolation == Isolation.None) return;

        var outside = _container!.OutsideAsync();
        if (await _limits.WaitForEndAsync(_container, outside, cancellationToken) is { } over) Kill(over);
        else _warnings.Outside(await outside, pauses);
    }

    async Task<string?> SkipReasonAsync(RunPhase phase, CancellationToken cancellationToken)
    {
        var failed = _phases.FirstOrDefault(done => done.State == StepState.Failed);
        // A module test's resources are destroyed even after a failure.
        var mustClean = _options.RunType == RunType.Testing && phase == RunPhase.Destroy
            && _phases.Any(done => done.Name == "apply" && done.Skipped is null);
        if (failed is not null && !mustClean) return $"{failed.Name} failed";
        if (_verdict.Refusal is { } refusal && !mustClean) return $"the run was {refusal}";
        if (phase.SkipVariable is { } name && _variables.TryGetValue(name, out var value) && value is not ("" or "false" or "0"))
        {
            return $"{name} is set";
        }
        if (phase != RunPhase.Apply || _options.RunType != RunType.Tracked) return null;

        var changesNothing = false;
        await WithinAsync(() => changesNothing = ChangesNothing(), cancellationToken);
        if (changesNothing && WarningStops)
        {
            _warnings.Add("What a warning does to a plan without changes is not documented; here it stops the run.");
            return null;
        }

        return _isKilled ? "the run was ended" : changesNothing ? "the plan changes nothing" : null;
    }

    bool WarningStops => _options.Autodeploys && _decisions is { HasWarned: true };

    bool ChangesNothing()
    {
        try
        {
            using var root = _workspace.OpenProjectRoot(_projectRoot);
            return OwnCommand.ChangesNothing(root);
        }
        catch (Exception e) when (e is PluginFailedException or IOException)
        {
            _warnings.Add(e.Message);
            return false;
        }
    }

    /// <summary>Does not wait, but discards what a worker would lose: everything but the workspace.</summary>
    /// <returns>Whether the run continues.</returns>
    async Task<bool> PauseAsync(CancellationToken cancellationToken)
    {
        if (_options.RunType != RunType.Tracked || (_options.Autodeploys && !WarningStops)) return true;

        if (_decisions is { } decisions)
        {
            var note = decisions.HasWarned ? RunDecisions.BlockedNote : "";
            await EnterStateAsync("UNCONFIRMED", note, isReviewed: true, cancellationToken);
            if (_verdict.Refusal is not null)
            {
                _phases.Add(Skip(RunPhase.Apply, $"the run was {_verdict.Refusal}"));
                return false;
            }

            // Nobody watches a stack that deploys by itself.
            if (WarningStops) _verdict = RunVerdict.Waits("UNCONFIRMED");
            if (IsStopped) return false;
        }

        if (!_options.Pauses) return await ConfirmAsync(cancellationToken);

        var own = RunVariables.ForRun(_variables).Select(variable => variable.Key);
        _exportedBeforePause = [.. _exported.Names.Except(own).Except(Surroundings.Keys)];
        await TellOutsideAsync(pauses: true, cancellationToken);
        await _container!.DisposeAsync();
        _isDiscarded = _options.FinalState == new RunState("DISCARDED");
        _view.Notes(_isDiscarded
            ? "The run is discarded at the pause: no apply and no after_run."
            : "The run pauses for confirmation and continues in a new container that keeps only the workspace.");
        await EnterAsync(cancellationToken);
        _exported = ExportedVariables.Of(RunVariables.ForRun(_variables));
        return !_isDiscarded && !_isKilled && await ConfirmAsync(cancellationToken);
    }

    async Task<bool> ConfirmAsync(CancellationToken cancellationToken)
    {
        await EnterStateAsync("CONFIRMED", "", isReviewed: false, cancellationToken);
        return !_isKilled;
    }

    async Task RunAsync(RunPhase phase, CancellationToken cancellationToken)
    {
        (string? command, string sentence) = (null, "");
        await WithinAsync(() => (command, sentence) = Own(phase), cancellationToken);
        if (_isKilled) return;

        await EnterStateAsync(phase.State.Name, "", isReviewed: false, cancellationToken);
        if (_isKilled) return;

        Step[] steps =
        [
            .. HookSteps($"before_{phase.Name}"),
            new Step(phase.Name, null, null, command ?? $": {sentence}"),
            .. HookSteps($"after_{phase.Name}"),
        ];
        await RunAsync(phase.Name, phase.State, steps, cancellationToken);
        if (phase != RunPhase.Plan || HasFailed) return;

        await WithinAsync(ReadPolicyInput, cancellationToken);
        if (_decisions is not null && !_isKilled) await DecidePlanAsync(_decisions, cancellationToken);
    }

    void ReadPolicyInput()
    {
        (_policyInput, var warnings) = _workspace.PolicyInput(_projectRoot);
        _hasPolicyInput = true;
        foreach (var warning in warnings) _warnings.Add(warning);
    }

    /// <summary>The hooks of contexts, around those of the stack, which come from the runtime configuration.</summary>
    IEnumerable<Step> HookSteps(string hook)
    {
        var workspace = _folders.WorkspaceIn(Isolation);
        var ofContexts = AttachedContext.Steps(_installation.Contexts, hook, workspace);
        var (commands, origin) = _settings.Hooks.GetValueOrDefault(hook, ([], ""));
        var ofStack = commands.Select(command => new Step(
            hook, OfStack, origin, command.Replace(WorkerPaths.Workspace, workspace, StringComparison.Ordinal)));
        return HookNames.IsAfterPhase(hook) ? ofStack.Concat(ofContexts) : ofContexts.Concat(ofStack);
    }

    async Task DecidePlanAsync(RunDecisions decisions, CancellationToken cancellationToken)
    {
        await WithinAsync(
            () =>
            {
                using var root = _workspace.OpenProjectRoot(_projectRoot);
                _verdict = decisions.Plan(root, _policyInput, cancellationToken);
            },
            cancellationToken);
        if (_verdict.WaitsIn is not { } waiting || _isKilled) return;

        await EnterStateAsync(waiting.Name, RunDecisions.BlockedNote, isReviewed: waiting.Name == "PENDING_REVIEW", cancellationToken);
    }

    (string? Command, string Sentence) Own(RunPhase phase)
    {
        try
        {
            using var root = _workspace.OpenProjectRoot(_projectRoot);
            return OwnCommand.Of(phase, _options, root, _folders.SessionIn(Isolation));
        }
        catch (IOException e)
        {
            return (null, $"nothing to do: {e.Message}".ReplaceLineEndings(" "));
        }
    }

    async Task RunAfterAsync(RunState final, CancellationToken cancellationToken)
    {
        var steps = HookSteps("after_run").ToArray();
        if (steps.Length == 0) return;

        var state = RunPhase.Of(_options.RunType)
            .LastOrDefault(phase => _phases.Any(done => done.Name == phase.Name && done.Skipped is null))?.State ?? RunState.Initializing;
        await RunAsync("after_run", state, steps, cancellationToken, $"export {RunVariables.FinalState}={final.Name}");
    }

    async Task RunAsync(string name, RunState state, Step[] steps, CancellationToken cancellationToken, params string[] commands)
    {
        var phase = new PhaseResult(name, steps) { Start = _clock.Elapsed };
        _phases.Add(phase);
        _view.PhaseStarts(name);
        var run = new PhaseRun(steps, _clock, _masks, _view);
        var script = SessionScript.Of(
            _exported,
            ProjectRoot,
            [$"export TF_VAR_spacelift_run_state={state.Name}", .. RunVariables.ForStage(
                _variables, state == RunState.Applying), .. commands],
            steps);
        var session = _container!.RunAsync(script, run);
        var over = await _limits.WaitForEndAsync(_container, session, cancellationToken);
        if (over is not null) _container.Kill();
        var exitCode = await session;
        var unreadable = exitCode is null || run.Current is not null
            ? null : await UnreadableStep.FindAsync(_folders, steps, cancellationToken);
        _programs?.Update();
        var before = _exported;
        PhaseVerdict.Give(phase, run, exitCode, over ?? TakeExports(script), unreadable, _warnings, _clock);
        _warnings.Lost(_exportedBeforePause.Except(_exported.Names));
        _exportedBeforePause = [];
        phase.Exported = [.. _exported.NamesSince(
            before, ExportedVariables.Of(Surroundings), ExportedVariables.Of(RunVariables.ForRun(_variables)))
            .Where(variable => variable != RunVariables.FinalState)];
        _isKilled = phase.State == StepState.Killed;
        _warnings.Of(phase, run.Left);
        _view.PhaseEnds(phase);
    }

    /// <returns>Why they cannot be read, or null.</returns>
    string? TakeExports(SessionScript script)
    {
        try
        {
            // A hook that sets its own EXIT trap exports nothing new.
            if (script.Exported.Length > 0) _exported = ExportedVariables.Parse(script.Exported);
            return script.ExportFault;
        }
        catch (FormatException e)
        {
            return $"its exported variables cannot be read: {e.Message}";
        }
    }

    PhaseResult Skip(RunPhase phase, string reason)
    {
        var skipped = new PhaseResult(phase.Name, []) { Start = _clock.Elapsed, Skipped = reason };
        _view.PhaseEnds(skipped);
        return skipped;
    }

    SimulationResult Result(string[] plugins, string isolation, RunState final, IReadOnlyList<WrittenFile> written)
    {
        foreach (var sentence in HasFailed ? _downloads : []) _warnings.Add(sentence);
        foreach (var call in _api.Calls.Where(call => !call.IsAnswered))
        {
            _warnings.Add($"The API had no response for '{call.Name}'; add one with --api-data.");
        }
        var waitsFor = _verdict.WaitsIn is not { } state ? null
            : WarningStops || state.Name == "UNCONFIRMED" && _decisions is { HasWarned: true }
                ? $"{RunDecisions.BlockedNote}: the run waits in the state {state.Name}."
            : $"The run waits for approval in the state {state.Name}: answer with --approve or --reject.";
        return new SimulationResult
        {
            Plugins = plugins,
            RunType = _options.RunType.Name,
            Date = _options.Date,
            Parameters = [.. _installation.Parameters.Select(parameter => parameter with
            {
                Value = parameter.Value is null ? null : _masks.Text(parameter.Value),
            })],
            FinalState = final,
            Duration = _clock.Elapsed,
            Isolation = isolation,
            Phases = _phases,
            Outputs = _server.PluginOutputs.ToDictionary(output => output.Key, output => _masks.OfHooks(output.Value)),
            PolicyInput = (JsonObject)MaskedJson.Of(_policyInput, _masks.Text),
            Policies = _decisions?.Results ?? [],
            States = [.. _decisions?.States ?? []],
            Settings = _settings,
            Image = _options.Image,
            MachinePrograms = MissingPrograms(),
            Refusal = _verdict.Refusal,
            WaitsFor = waitsFor,
            Cause = Cause(final, waitsFor),
            Written = [.. written.Select(file => file with { Path = _masks.Text(file.Path) })],
            ApiCalls = [.. _api.Calls.Select(call => call with { Query = _masks.Text(call.Query) })],
            Warnings = [.. _warnings.All.Select(_masks.Text)],
            Mask = _masks.Text,
        };
    }

    /// <summary>The machine's programs that a worker may lack. What the plugins install there is used here if the machine has it.</summary>
    string[]? MissingPrograms()
    {
        if (_programs?.Missing is not { } missing) return null;

        var installed = _phases.SelectMany(phase => phase.Steps).Select(step => LauncherTrace.InstalledProgram(step.Command));
        return [.. missing.Except(installed.OfType<string>())];
    }

    /// <summary>Why the run is not finished; null if it is.</summary>
    string? Cause(RunState final, string? waitsFor) => final == RunState.Finished ? null
        : RunCause.Of(_phases, _decisions?.Results ?? [], _verdict.Refusal, _options.Image?.Path, _masks.Text)
            ?? waitsFor
            ?? (_end is null ? null : LastWords.Cut(_masks.Text(_end)))
            ?? (_isDiscarded ? "The run was discarded at the pause." : "The final state was given with --final-state.");
}
