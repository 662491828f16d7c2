using Spaceforge.Package.Tests;

// Builds of plugins take both cores: side by side they only slow each other down.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

// One new user for all: what is installed and restored once is there for the next.
[assembly: AssemblyFixture(typeof(NewUser))]
