using Spaceforge.Cli.Commands;

return await SpaceforgeCommand.RunAsync(args);
