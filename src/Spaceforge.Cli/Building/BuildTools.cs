using Spaceforge.Commands;

namespace Spaceforge.Cli.Building;

/// <summary>The Debian and Ubuntu packages that static executables are linked with.</summary>
static class BuildTools
{
    /// <summary>Tools that build for any architecture.</summary>
    static readonly (string Program, string Package)[] Programs =
        [("clang", "clang"), ("ld.lld", "lld"), ("cmake", "cmake"), ("make", "make"), ("pkg-config", "pkg-config")];

    /// <exception cref="UsageException">
    /// Tools are missing, and the message has the command that installs them; or a path has a blank.
    /// </exception>
    public static void Check(IReadOnlyList<Target> targets)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/dpkg"))
        {
            throw new UsageException(
                "Static executables can only be built on Debian or Ubuntu. "
                + "Build in a container or on GitHub; docs/publish.md has a Dockerfile and a workflow.");
        }

        var missing = Programs.Where(program => SearchPath.Find(program.Program) is null).Select(program => program.Package)
            .Concat(targets.SelectMany(MissingFor))
            .Distinct()
            .ToArray();
        if (missing.Length == 0)
        {
            CheckPaths();
            return;
        }

        var foreign = targets.Where(target => !target.IsThisMachine
            && missing.Any(package => package.EndsWith($":{target.Architecture}", StringComparison.Ordinal)));
        var install = string.Concat(foreign.Select(target => $"sudo dpkg --add-architecture {target.Architecture} && "))
            + $"sudo apt-get update && sudo apt-get install -y --no-install-recommends {string.Join(' ', missing)}";
        throw new UsageException($"Build tools are missing. Install them with:\n  {install}");
    }

    /// <summary>The SDK's native build does not quote these paths, and its flags for the C compiler cannot be quoted.</summary>
    static void CheckPaths()
    {
        foreach (var (path, variable) in ((string, string)[])[(PackageFolder.Path, "NUGET_PACKAGES"), (Path.GetTempPath(), "TMPDIR")])
        {
            if (!path.Any(char.IsWhiteSpace)) continue;

            throw new UsageException(
                $"Static executables cannot be built while the path '{path}' contains a blank.\nSet {variable} to a path without blanks.");
        }
    }

    static IEnumerable<string> MissingFor(Target target)
    {
        var suffix = target.IsThisMachine ? "" : $":{target.Architecture}";
        var libraries = $"/usr/lib/{target.Triplet}";
        if (!File.Exists($"{libraries}/libc.a")) yield return $"libc6-dev{suffix}";
        if (!File.Exists($"{libraries}/libssl.a")) yield return $"libssl-dev{suffix}";
        if (!File.Exists($"{libraries}/libz.a")) yield return $"zlib1g-dev{suffix}";

        // clang uses the libraries of the newest GCC that is installed.
        var versions = GccVersions(target.Triplet);
        if (versions.Count == 0)
        {
            var version = GccVersions(Target.ThisTriplet) is [.., var own] ? own : GccOfDistribution();
            yield return $"libgcc-{version}-dev{suffix}";
            yield return $"libstdc++-{version}-dev{suffix}";
        }

        if (!target.IsThisMachine && SearchPath.Find($"{target.Triplet}-objcopy") is null)
        {
            yield return $"binutils-{target.Triplet.Replace('_', '-')}";
        }
    }

    static IReadOnlyList<int> GccVersions(string triplet)
    {
        var folder = new DirectoryInfo($"/usr/lib/gcc/{triplet}");
        return folder.Exists
            ? [.. folder.EnumerateDirectories()
                .Where(version => File.Exists(Path.Combine(version.FullName, "libgcc_eh.a"))
                    && File.Exists(Path.Combine(version.FullName, "libstdc++.a")))
                .Select(version => int.TryParse(version.Name, out var number) ? number : 0)
                .Where(number => number > 0)
                .Order()]
            : [];
    }

    /// <summary>The version to install if there is no compiler yet: Debian 13 has 14, Debian 12 and Ubuntu 22.04 have 12.</summary>
    static int GccOfDistribution()
    {
        const string release = "/etc/os-release";
        return File.Exists(release) && File.ReadLines(release).Contains("VERSION_ID=\"13\"") ? 14 : 12;
    }
}
