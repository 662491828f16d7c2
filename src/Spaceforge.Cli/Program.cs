using Spaceforge.Cli.Commands;
using Spaceforge.Cli.Processes;

StandardDescriptors.Hold();
return await SpaceforgeCommand.RunAsync(args);
