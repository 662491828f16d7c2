namespace Spaceforge.Cli.Processes;

/// <summary>The tool that runs on the .NET of the machine, which a native tool brings with it.</summary>
/// <remarks>
/// A native tool cannot answer GraphQL: the engine makes code at run time. Where <c>RuntimeFeature.IsDynamicCodeSupported</c> is asked,
/// the native compiler finds the constant false, and leaves out what stands behind it.
/// </remarks>
static class PortableTool
{
    /// <summary>Lets it go on with the same command line in the place of this one.</summary>
    public static Task<int> HandOverAsync() => Handover.RunAsync(
        DotnetHost.Find().Path,
        ["exec", Path.Combine(AppContext.BaseDirectory, "portable", "spaceforge-cli.dll"), .. Environment.GetCommandLineArgs()[1..]]);
}
