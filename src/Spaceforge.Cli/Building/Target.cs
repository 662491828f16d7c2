using System.Runtime.InteropServices;

namespace Spaceforge.Cli.Building;

/// <summary>The platform an executable is built for.</summary>
/// <param name="Architecture">Debian's name, for instance <c>arm64</c>.</param>
/// <param name="RuntimeIdentifier">.NET's name, for instance <c>linux-arm64</c>.</param>
/// <param name="Triplet">The compiler's name, for instance <c>aarch64-linux-gnu</c>.</param>
sealed record Target(string Architecture, string RuntimeIdentifier, string Triplet)
{
    static readonly Target[] All = [new("amd64", "linux-x64", "x86_64-linux-gnu"), new("arm64", "linux-arm64", "aarch64-linux-gnu")];

    public bool IsThisMachine => Triplet == ThisTriplet;

    public static string ThisTriplet =>
        RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? All[1].Triplet : All[0].Triplet;

    /// <param name="architectures">Names, which may be comma-separated; none means all.</param>
    /// <exception cref="UsageException">The architecture is unknown.</exception>
    public static IReadOnlyList<Target> Parse(IReadOnlyList<string> architectures)
    {
        var names = architectures.SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries)).ToArray();
        foreach (var name in names)
        {
            if (All.All(target => target.Architecture != name))
            {
                throw new UsageException($"--arch '{name}': the architecture must be {string.Join(" or ", All.Select(target => target.Architecture))}.");
            }
        }

        return names.Length == 0 ? All : [.. All.Where(target => names.Contains(target.Architecture))];
    }
}
