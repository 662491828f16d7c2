// Simulations use both cores, and some check for leftovers on the machine.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
