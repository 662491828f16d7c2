using System.Diagnostics.CodeAnalysis;

namespace Spaceforge.Tests.Shared;

/// <summary>What a test needs of a machine beside git and the .NET SDK. Where it is missing the test is skipped; in CI it fails.</summary>
static class Needs
{
    static bool IsCi => Environment.GetEnvironmentVariable("SPACEFORGE_TESTS") == "ci";

    public static void Root(string why)
    {
        if (!Environment.IsPrivilegedProcess) Missing($"{why}: run ./build ci as root.");
    }

    public static void Program(string name)
    {
        if (!IsOnPath(name)) Missing($"'{name}' is not on the PATH; './build tools' installs what Debian has.");
    }

    /// <summary>Ends the test.</summary>
    [DoesNotReturn]
    public static void Missing(string reason)
    {
        if (IsCi) Assert.Fail(reason);
        Assert.Skip(reason);
    }

    static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, $"{program}.exe")));
}
