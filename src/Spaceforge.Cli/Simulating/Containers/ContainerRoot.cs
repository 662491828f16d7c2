namespace Spaceforge.Cli.Simulating.Containers;

/// <summary>Another root than the machine's for hooks.</summary>
/// <param name="Folder">Its folder, which hooks never write to.</param>
/// <param name="Program">A program of the machine that they get in Spacelift's folder for tools, or null.</param>
sealed record ContainerRoot(string Folder, string? Program);
