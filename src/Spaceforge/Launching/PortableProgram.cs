namespace Spaceforge.Launching;

/// <summary>A plugin built for any Linux, in a folder created by the tool.</summary>
/// <param name="Assembly">The file that the runtime starts, for example <c>plugin.dll</c>.</param>
/// <param name="Packages">The files of packages as tar.gz, which only changes with their versions.</param>
/// <param name="Program">The plugin's own files, as tar.gz.</param>
/// <param name="Origin">Lines that describe what it was built from.</param>
sealed record PortableProgram(string Assembly, byte[] Packages, byte[] Program, string Origin)
{
    public const string PackagesFile = "packages.tar.gz";
    public const string ProgramFile = "program.tar.gz";

    /// <summary>The record of what it was built from; also a file in the program's archive, and a mounted file.</summary>
    public const string OriginFile = "origin";

    /// <summary>The assembly's file name.</summary>
    public const string AssemblyFile = "assembly";

    /// <exception cref="UsageException">The folder does not contain a built plugin.</exception>
    public static PortableProgram Read(string folder)
    {
        try
        {
            return new PortableProgram(
                File.ReadAllText(Path.Combine(folder, AssemblyFile)).Trim(),
                File.ReadAllBytes(Path.Combine(folder, PackagesFile)),
                File.ReadAllBytes(Path.Combine(folder, ProgramFile)),
                File.ReadAllText(Path.Combine(folder, OriginFile)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--portable '{folder}' contains no built plugin: {e.Message}", e);
        }
    }
}
