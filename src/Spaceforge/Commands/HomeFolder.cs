namespace Spaceforge.Commands;

/// <summary>A home where there is none: .NET looks for certificates there, and HTTPS fails without it.</summary>
static class HomeFolder
{
    const string Name = "HOME";

    static string? _made;

    /// <summary>
    /// Makes a folder for .NET alone, since whoever can write to its home says which servers are trusted. It is gone when the process
    /// ends.
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

    /// <summary>Takes it out of the variables of a command, which is to find none, as before.</summary>
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
            // Somebody was faster.
        }
    }
}
