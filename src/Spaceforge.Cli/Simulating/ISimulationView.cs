using Spaceforge.Cli.Simulating.Decisions;

namespace Spaceforge.Cli.Simulating;

/// <summary>Shows a run's progress.</summary>
interface ISimulationView
{
    void Begins(string title);

    void Notes(string sentence);

    void PhaseStarts(string name);

    void StepStarts(Step step);

    void Prints(string line);

    void StepEnds(Step step);

    void PhaseEnds(PhaseResult phase);

    void Decides(PolicyResult result);
}
