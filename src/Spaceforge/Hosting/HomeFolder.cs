namespace Spaceforge.Hosting;

static class HomeFolder
{
    /// <summary>Makes the folder for temporary files the home where there is none: .NET looks for certificates there, and HTTPS fails without it.</summary>
    public static void Provide()
    {
        const string name = "HOME";
        if (!OperatingSystem.IsWindows() && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
        {
            Environment.SetEnvironmentVariable(name, Path.TrimEndingDirectorySeparator(Path.GetTempPath()));
        }
    }
}
