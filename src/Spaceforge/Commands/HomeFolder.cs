namespace Spaceforge.Commands;

/// <summary>Provides a HOME if there is none: .NET looks for certificates there, and HTTPS fails without it.</summary>
static class HomeFolder
{
    const string Name = "HOME";

    static string? _made;

    /// <summary>
    /// Creates a folder for .NET only, because anyone who can write to its HOME can decide which servers are trusted. It is removed when
    /// the process ends.
    /// </summary>
    public static void Provide()
    {
        if (OperatingSystem.IsWindows() || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Name))) return;

        try
        {
            _made = Directory.CreateTempSubdirectory("spaceforge-home-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Hooks that use no HTTPS need none.
            return;
        }

        Environment.SetEnvironmentVariable(Name, _made);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(_made);
    }

    /// <summary>Removes it from the variables of a command, which should find no HOME, as before.</summary>
    public static void Hide(IDictionary<string, string?> variables)
    {
        if (_made is not null && variables.TryGetValue(Name, out var home) && home == _made) variables.Remove(Name);
    }

    static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another thread was faster.
        }
    }
}
