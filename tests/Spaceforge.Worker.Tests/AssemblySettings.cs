using Spaceforge.Worker.Tests;

// Plugin builds use both cores, so running them in parallel would only slow them down.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Bench))]
