namespace Spaceforge.Simulation.Tests.Order;

/// <summary>
/// What docs/simulate.md says of a run: contexts backwards by name before a phase and forwards after it, around the stack's own hooks; a
/// failure ends the phase and the run, except for <c>after_run</c> and what a module's test has applied. A run that is rejected fails, and
/// one that is not approved waits.
/// </summary>
sealed class ExpectedRun
{
    readonly AnyRun _run;
    bool _hasFailed;

    public ExpectedRun(AnyRun run)
    {
        _run = run;
        FinalState = PhasesEnd() ?? AfterRun();
    }

    public List<string> Log { get; } = [];

    public List<string> Phases { get; } = [];

    public string FinalState { get; }

    public int ExitCode => FinalState switch { "FINISHED" => 0, "FAILED" => 1, _ => 3 };

    static string[] PhasesOf(string type) => type switch
    {
        "proposed" => ["init", "plan"],
        "tracked" => ["init", "plan", "apply"],
        "task" => ["init", "perform"],
        "testing" => ["init", "plan", "apply", "destroy"],
        _ => ["destroy"],
    };

    /// <summary>Runs the phases.</summary>
    /// <returns>The state in which the run ends without <c>after_run</c>, or null.</returns>
    string? PhasesEnd()
    {
        var hasApplied = false;
        if (Waits("QUEUED")) return "QUEUED";
        if (_hasFailed)
        {
            Phases.AddRange(PhasesOf(_run.Type).Select(phase => $"{phase} skipped"));
            return "FAILED";
        }

        foreach (var phase in PhasesOf(_run.Type))
        {
            var mustClean = _run.Type == "testing" && phase == "destroy" && hasApplied;
            if ((_hasFailed && !mustClean) || phase == _run.Skipped || IsNeedless(phase))
            {
                Phases.Add($"{phase} skipped");
                continue;
            }

            if (phase == "apply" && _run.Type == "tracked")
            {
                if ((!_run.Autodeploys || _run.Plan == AnyPlan.Warned) && Waits("UNCONFIRMED")) return "UNCONFIRMED";
                if (_hasFailed)
                {
                    Phases.Add("apply skipped");
                    continue;
                }

                if (_run is { Plan: AnyPlan.Warned, Autodeploys: true }) return "UNCONFIRMED";
                if (_run.Final == "DISCARDED") return "DISCARDED";
            }

            hasApplied |= phase == "apply";
            var passes = Runs([.. Hooks($"before_{phase}"), .. Own(phase), .. Hooks($"after_{phase}")]);
            Phases.Add($"{phase} {(passes ? "passed" : "failed")}");
            _hasFailed |= !passes || (phase == "plan" && _run.Plan == AnyPlan.Denied);
            if (phase == "plan" && !_hasFailed && _run is { Type: "proposed", Plan: AnyPlan.Warned } && Waits("PENDING_REVIEW"))
            {
                return "PENDING_REVIEW";
            }
        }

        return null;
    }

    /// <summary>Lets approval policies decide in a state.</summary>
    /// <returns>Whether the run waits; if it is rejected, it has failed.</returns>
    bool Waits(string state)
    {
        if (_run.Approval is not { } approval || approval.Answers[state] == AnyAnswer.Approves) return false;

        _hasFailed |= approval.Answers[state] == AnyAnswer.Rejects || approval.Rejections > 0;
        return !_hasFailed && approval.Approvals < 2;
    }

    bool IsNeedless(string phase) => phase == "apply" && _run is { Type: "tracked", Plan: AnyPlan.NoChanges };

    string AfterRun()
    {
        var final = _run.Final ?? (_hasFailed ? "FAILED" : "FINISHED");
        var hooks = Hooks("after_run").ToArray();
        if (hooks.Length == 0) return final;

        var passes = Runs(hooks.Select(hook => hook with { Id = $"{hook.Id}-{final}" }));
        Phases.Add($"after_run {(passes ? "passed" : "failed")}");
        return passes ? final : _run.Final ?? "FAILED";
    }

    IEnumerable<AnyHook> Own(string phase) => phase == "plan" && _run.Plan != AnyPlan.Unknown
        ? []
        : [new AnyHook(null, phase, phase, _run.Own[phase].Command, _run.Own[phase].Effect)];

    IEnumerable<AnyHook> Hooks(string hook)
    {
        var hooks = _run.Hooks.Where(one => one.Hook == hook).ToArray();
        var ofContexts = hooks.Where(one => one.Context is not null).GroupBy(one => one.Context!)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        var isAfter = hook.StartsWith("after_", StringComparison.Ordinal);
        var sorted = (isAfter ? ofContexts : ofContexts.Reverse()).SelectMany(group => group);
        var ofStack = hooks.Where(one => one.Context is null);
        return isAfter ? ofStack.Concat(sorted) : sorted.Concat(ofStack);
    }

    bool Runs(IEnumerable<AnyHook> hooks)
    {
        foreach (var hook in hooks)
        {
            Log.Add(hook.Id);
            if (hook.Effect != Effect.Passes) return hook.Effect == Effect.EndsThePhase;
        }

        return true;
    }
}
