namespace Spaceforge.Launching;

/// <summary>A built plugin for any Linux, as the tool leaves it in a folder.</summary>
/// <param name="Assembly">The file that a runtime starts, for instance <c>plugin.dll</c>.</param>
/// <param name="Packages">What packages bring, as tar.gz: it changes with their versions only.</param>
/// <param name="Program">The plugin's own files, as tar.gz.</param>
/// <param name="Origin">Lines that tell what it was made from.</param>
sealed record PortableProgram(string Assembly, byte[] Packages, byte[] Program, string Origin)
{
    public const string PackagesFile = "packages.tar.gz";
    public const string ProgramFile = "program.tar.gz";

    /// <summary>The record of what went in; also a file in the program's archive, and a mounted file.</summary>
    public const string OriginFile = "origin";

    /// <summary>What the assembly is called.</summary>
    public const string AssemblyFile = "assembly";

    /// <exception cref="UsageException">The folder does not hold one.</exception>
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
            throw new UsageException($"--portable '{folder}' holds no built plugin: {e.Message}", e);
        }
    }
}
