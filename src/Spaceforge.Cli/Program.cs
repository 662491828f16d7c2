using Spaceforge.Cli.Commands;
using Spaceforge.Cli.Processes;

InheritedDescriptors.HoldStandard();
return await SpaceforgeCommand.RunAsync(args);
