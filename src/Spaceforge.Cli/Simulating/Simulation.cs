using System.Diagnostics;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Simulating.Containers;
using Spaceforge.Definitions;
using Spaceforge.Secrets;
using Spaceforge.Shared;

namespace Spaceforge.Cli.Simulating;

/// <summary>Runs manifests the way a worker would.</summary>
sealed class Simulation : IAsyncDisposable
{
    const int ShortestGuess = 6;

    readonly SimulationOptions _options;
    readonly Installation _installation;
    readonly IReadOnlyList<ManifestFile> _manifests;
    readonly ISimulationView _view;
    readonly Stopwatch _clock = Stopwatch.StartNew();
    readonly LogMasks _masks = new();
    readonly RunWarnings _warnings;
    readonly List<PhaseResult> _phases = [];
    readonly RunFolders _folders;
    readonly Workspace _workspace;
    readonly ApiAnswers _api;
    readonly SpaceliftServer _server;
    readonly RunLimits _limits;
    Container? _container;
    Dictionary<string, string> _variables = [];
    ExportedVariables _exported = ExportedVariables.Of([]);
    JsonObject _policyInput = [];
    bool _isKilled;
    bool _isDiscarded;

    public Simulation(SimulationOptions options, IReadOnlyList<ManifestFile> manifests, ISimulationView view)
    {
        (_options, _manifests, _view) = (options, manifests, view);
        // Check for errors first, so that there is nothing to clean up.
        _installation = Installation.Of(manifests, options.Parameters);
        _api = ApiAnswers.Load(options.ApiData);
        _warnings = new RunWarnings(options);
        _folders = RunFolders.Create();
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

    string ProjectRoot => Path.TrimEndingDirectorySeparator($"{_folders.WorkspaceIn(Isolation)}/source/{_options.ProjectRoot}");

    bool HasFailed => _phases.Any(phase => phase.State is StepState.Failed or StepState.Killed);

    public async Task<SimulationResult> RunAsync(CancellationToken cancellationToken)
    {
        var plugins = _manifests.Select(file => $"{file.Manifest.Name} {file.Manifest.Version}").ToArray();
        _view.Begins($"A {_options.RunType.Name} run of {string.Join(", ", plugins)}");
        await EnterAsync(cancellationToken);
        var isolation = IsolationSentence();
        _view.Notes(isolation);
        await PrepareAsync(cancellationToken);

        foreach (var phase in RunPhase.Of(_options.RunType))
        {
            if (_isKilled || _isDiscarded) break;
            if (await SkipReasonAsync(phase, cancellationToken) is { } reason) _phases.Add(Skip(phase, reason));
            else if (phase != RunPhase.Apply || await PauseAsync(cancellationToken)) await RunAsync(phase, cancellationToken);
        }

        var final = _options.FinalState ?? (HasFailed ? RunState.Failed : RunState.Finished);
        if (!_isKilled && !_isDiscarded)
        {
            await RunAfterAsync(final, cancellationToken);
            if (_options.FinalState is null && HasFailed) final = RunState.Failed;
        }

        if (!_isKilled) await TellOutsideAsync(pauses: false, cancellationToken);
        IReadOnlyList<WrittenFile> written = [];
        await WithinAsync(() => written = _workspace.Written(), cancellationToken);
        return Result(plugins, isolation, _isKilled ? RunState.Failed : final, written);
    }

    public async ValueTask DisposeAsync()
    {
        if (_container is not null) await _container.DisposeAsync();
        _server.Dispose();
        try
        {
            if (!_options.Keeps) _folders.Remove();
        }
        catch (IOException e)
        {
            _view.Notes($"Some of the run's files could not be removed from {_folders.Scratch}: {e.Message}");
        }

        _folders.Dispose();
    }

    async Task EnterAsync(CancellationToken cancellationToken) => _container = await Container.StartAsync(
        _folders,
        RunVariables.OfMachine(),
        new ContainerLimits(_options.MemoryLimit, _options.ProcessLimit, _options.FileLimit, _options.DiskLimit),
        _options.Isolates,
        cancellationToken);

    string IsolationSentence() => Isolation switch
    {
        Isolation.Full => $"{WorkerPaths.Workspace} is isolated; writes elsewhere are discarded.",
        Isolation.Partial => $"{WorkerPaths.Workspace} is isolated, but {_container!.Obstacle}.",
        _ => $"{WorkerPaths.Workspace} is rewritten to {_folders.Workspace} in commands, variables and files, and hooks write to this machine, because {_container!.Obstacle}.",
    };

    async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var workspace = _folders.WorkspaceIn(Isolation);
        await _workspace.FillAsync(_options.Source, _options.ProjectRoot, _installation.Files, workspace, cancellationToken);
        if (_options.PlanJson is { } plan)
        {
            _folders.Root.Write($"session/{OwnCommand.PlanJson}", UserFile.Read(plan, "--plan-json"));
        }
        else
        {
            await WithinAsync(KeepStateLocal, cancellationToken);
        }

        _variables = RunVariables.Of(_options, _installation.Variables, workspace, _server.Endpoint, _server.RunToken);
        _exported = ExportedVariables.Of(RunVariables.ForRun(_variables));
        await WithinAsync(_workspace.Remember, cancellationToken);
        foreach (var problem in _manifests.SelectMany(file => file.Problems)) _warnings.Add(problem.ToString());
        var policies = _manifests.SelectMany(file => file.Manifest.Policies).Select(policy => policy.NamePrefix).ToArray();
        if (policies.Length > 0) _view.Notes($"Policies and webhooks are not simulated: {string.Join(", ", policies)}.");
    }

    void KeepStateLocal()
    {
        using var root = _workspace.OpenProjectRoot(_options.ProjectRoot);
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
        _warnings.Add($"The run was ended: {reason.TrimEnd('.')}.");
        if (_phases.LastOrDefault(phase => phase.Skipped is null) is not { } last) return;

        last.State = StepState.Killed;
        last.Reason ??= $"{last.Name} was killed: {reason.TrimEnd('.')}. after_run does not run in this case.";
    }

    async Task TellOutsideAsync(bool pauses, CancellationToken cancellationToken)
    {
        if (Isolation != Isolation.Full) return;

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
        if (phase.SkipVariable is { } name && _variables.TryGetValue(name, out var value) && value is not ("" or "false" or "0"))
        {
            return $"{name} is set";
        }
        if (phase != RunPhase.Apply || _options.RunType != RunType.Tracked) return null;

        var changesNothing = false;
        await WithinAsync(() => changesNothing = ChangesNothing(), cancellationToken);
        return _isKilled ? "the run was ended" : changesNothing ? "the plan changes nothing" : null;
    }

    bool ChangesNothing()
    {
        try
        {
            using var root = _workspace.OpenProjectRoot(_options.ProjectRoot);
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
        if (_options.RunType != RunType.Tracked || !_options.Pauses) return true;

        var own = RunVariables.ForRun(_variables).Select(variable => variable.Key);
        _warnings.Lost(_exported.Names.Except(own).Except(RunVariables.OfMachine().Keys));
        await TellOutsideAsync(pauses: true, cancellationToken);
        await _container!.DisposeAsync();
        _isDiscarded = _options.FinalState == new RunState("DISCARDED");
        _view.Notes(_isDiscarded
            ? "The run is discarded at the pause: no apply and no after_run."
            : "The run pauses for confirmation and continues in a new container that keeps only the workspace.");
        await EnterAsync(cancellationToken);
        _exported = ExportedVariables.Of(RunVariables.ForRun(_variables));
        return !_isDiscarded && !_isKilled;
    }

    async Task RunAsync(RunPhase phase, CancellationToken cancellationToken)
    {
        (string? command, string sentence) = (null, "");
        await WithinAsync(() => (command, sentence) = Own(phase), cancellationToken);
        if (_isKilled) return;

        var workspace = _folders.WorkspaceIn(Isolation);
        Step[] steps =
        [
            .. AttachedContext.Steps(_installation.Contexts, $"before_{phase.Name}", workspace),
            new Step(phase.Name, null, null, command ?? $": {sentence}"),
            .. AttachedContext.Steps(_installation.Contexts, $"after_{phase.Name}", workspace),
        ];
        await RunAsync(phase.Name, phase.State, steps, cancellationToken);
        if (phase != RunPhase.Plan || HasFailed) return;

        IReadOnlyList<string> warnings = [];
        await WithinAsync(() => (_policyInput, warnings) = _workspace.PolicyInput(_options.ProjectRoot), cancellationToken);
        foreach (var warning in warnings) _warnings.Add(warning);
    }

    (string? Command, string Sentence) Own(RunPhase phase)
    {
        try
        {
            using var root = _workspace.OpenProjectRoot(_options.ProjectRoot);
            return OwnCommand.Of(phase, _options, root, _folders.SessionIn(Isolation));
        }
        catch (IOException e)
        {
            return (null, $"nothing to do: {e.Message}".ReplaceLineEndings(" "));
        }
    }

    async Task RunAfterAsync(RunState final, CancellationToken cancellationToken)
    {
        var steps = AttachedContext.Steps(_installation.Contexts, "after_run", _folders.WorkspaceIn(Isolation)).ToArray();
        if (steps.Length == 0) return;

        var state = RunPhase.Of(_options.RunType)
            .LastOrDefault(phase => _phases.Any(done => done.Name == phase.Name && done.Skipped is null))?.State ?? RunState.Initializing;
        await RunAsync("after_run", state, steps, cancellationToken, $"export TF_VAR_spacelift_final_run_state={final.Name}");
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
        PhaseVerdict.Give(phase, run, exitCode, over ?? TakeExports(script), unreadable, _warnings, _clock);
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
        foreach (var call in _api.Calls.Where(call => !call.IsAnswered))
        {
            _warnings.Add($"The API had no response for '{call.Name}'; add one with --api-data.");
        }
        return new SimulationResult
        {
            Plugins = plugins,
            RunType = _options.RunType.Name,
            FinalState = final,
            Duration = _clock.Elapsed,
            Isolation = isolation,
            Phases = _phases,
            Outputs = _server.PluginOutputs.ToDictionary(output => output.Key, output => _masks.OfHooks(output.Value)),
            PolicyInput = (JsonObject)MaskedJson.Of(_policyInput, _masks.Text),
            Written = [.. written.Select(file => file with { Path = _masks.Text(file.Path) })],
            ApiCalls = [.. _api.Calls.Select(call => call with { Query = _masks.Text(call.Query) })],
            Warnings = [.. _warnings.All.Select(_masks.Text)],
            Mask = _masks.Text,
        };
    }
}
