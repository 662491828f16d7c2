using System.Text;
using System.Text.RegularExpressions;
using Spaceforge.Files;

namespace Spaceforge.Cli.Images;

/// <summary>The root of a runner image and its settings. Nothing in it is trusted.</summary>
/// <param name="Path">What the user named.</param>
/// <param name="Kind">What it is, for the result.</param>
/// <param name="Root">The folder with its files.</param>
/// <param name="Digest">What identifies its content, or null for a folder.</param>
sealed partial record RunnerImage(string Path, string Kind, string Root, string? Digest)
{
    /// <summary>The user whom Spacelift runs hooks as.</summary>
    public const string UserId = "1983";

    /// <summary>Where Spacelift puts the tools that it brings along.</summary>
    public const string ToolFolder = "/opt/spacelift/binaries";

    const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    const int LargestUserList = 1_000_000;

    // Read-only in some shells.
    static readonly string[] OfShell = ["BASHOPTS", "EUID", "PPID", "SHELLOPTS", "UID", "PWD", "OLDPWD", "SHLVL", "_"];

    /// <summary>The variables that the image sets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string SearchPath => Environment.GetValueOrDefault("PATH") is { Length: > 0 } path ? path : DefaultPath;

    /// <summary>The environment of hooks: the image's, with what every container has.</summary>
    /// <param name="hasTool">Whether Spacelift's folder for tools is there.</param>
    public Dictionary<string, string> Variables(bool hasTool)
    {
        var variables = Environment
            .Where(variable => ShellName().IsMatch(variable.Key) && !OfShell.Contains(variable.Key)
                && !variable.Key.StartsWith("SPACELIFT_", StringComparison.Ordinal)
                && !variable.Key.StartsWith("TF_VAR_spacelift_", StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
        variables["PATH"] = hasTool ? $"{ToolFolder}:{SearchPath}" : SearchPath;
        if (variables.GetValueOrDefault("HOME") is not { Length: > 0 }) variables["HOME"] = User()?.Home ?? "/";
        return variables;
    }

    /// <summary>Whether a program is on the image's PATH.</summary>
    public bool Has(string program) => Has(program, SearchPath);

    /// <summary>What Spacelift needs of an image and this one lacks, as sentences.</summary>
    /// <exception cref="UsageException">Nothing can run in it.</exception>
    public IEnumerable<string> Check()
    {
        // The same folders in which the container looks for its shell.
        if (!Has("sh", "/bin:/usr/bin"))
        {
            throw new UsageException($"--image: '{Path}' has no shell: neither /bin/sh nor /usr/bin/sh is an executable file, and Spacelift runs hooks with sh.");
        }

        return Missing();
    }

    IEnumerable<string> Missing()
    {
        if (!Has("ps")) yield return "The image has no ps, which Spacelift needs: no run starts in this image.";
        if (User() is null)
        {
            yield return $"The image has no user {UserId} in /etc/passwd: Spacelift runs hooks as the user spacelift ({UserId}), which images must have.";
        }
    }

    (string Name, string Home)? User()
    {
        using var root = ForeignFolder.Open(Root);
        try
        {
            return Encoding.UTF8.GetString(root.ReadInRoot("/etc/passwd", LargestUserList) ?? []).Split('\n')
                .Select(line => line.Split(':'))
                .Where(fields => fields.Length >= 6 && fields[2] == UserId)
                .Select(fields => ((string, string)?)(fields[0], fields[5]))
                .FirstOrDefault();
        }
        catch (IOException)
        {
            return null;
        }
    }

    bool Has(string program, string path)
    {
        const UnixFileMode executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        using var root = ForeignFolder.Open(Root);
        return path.Split(':').Where(folder => folder.StartsWith('/')).Any(folder =>
        {
            try
            {
                return root.FindInRoot($"{folder}/{program}") is { Kind: ForeignKind.File } file && (file.Mode & executable) != 0;
            }
            catch (IOException)
            {
                // A circle of links, or a folder that may not be entered.
                return false;
            }
        });
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex ShellName();
}
