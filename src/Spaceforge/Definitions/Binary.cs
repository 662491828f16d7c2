namespace Spaceforge;

/// <summary>A program that the plugin needs. A worker downloads it once per run unless it is already on the PATH.</summary>
/// <remarks>
/// <code>
/// new Binary("kubectl") { Amd64 = "https://dl.k8s.io/release/v1.28.0/bin/linux/amd64/kubectl" }
/// </code>
/// Hook methods find it on the PATH. Shell commands in <see cref="Context.Hooks"/> must export the PATH first, see
/// <see cref="HookCommands"/>.
/// </remarks>
/// <param name="Name">The program's file name, for example <c>kubectl</c>.</param>
public sealed record Binary(string Name)
{
    readonly Dictionary<string, Download> _byArchitecture = [];

    /// <summary>Creates a binary from downloads by architecture name, <c>amd64</c> or <c>arm64</c>.</summary>
    /// <param name="name">The program's file name.</param>
    /// <param name="byArchitecture">Downloads by architecture. Any other name is an error when the manifest is generated.</param>
    public Binary(string name, IReadOnlyDictionary<string, Download> byArchitecture)
        : this(name) => _byArchitecture = new(byArchitecture);

    /// <summary>The download for x86-64 workers.</summary>
    public Download? Amd64 { get => Get("amd64"); init => _byArchitecture = With("amd64", value); }

    /// <summary>The download for 64-bit Arm workers.</summary>
    public Download? Arm64 { get => Get("arm64"); init => _byArchitecture = With("arm64", value); }

    /// <summary>
    /// The oldest version of a program on the PATH that will do, for example <c>0.50</c>; with an older one, the download is used.
    /// If null, any version will do. Default: null.
    /// </summary>
    /// <exception cref="ArgumentException">It is not numbers with dots.</exception>
    public string? AtLeast
    {
        get;
        init => field = value is null || value.Split('.').All(part => part.Length is > 0 and < 10 && part.All(char.IsAsciiDigit))
            ? value
            : throw new ArgumentException($"'{value}' is not a version: use numbers with dots, for example 1.5.0.", nameof(value));
    }

    /// <summary>
    /// The arguments with which a program on the PATH prints its version, which is the first number with a dot. Default:
    /// <c>--version</c>. Only used with <see cref="AtLeast"/>.
    /// </summary>
    public string VersionCommand { get; init; } = "--version";

    /// <summary>A program from the assets of a GitHub release.</summary>
    /// <remarks>
    /// <code>
    /// Binary.GitHub("terraform-linters/tflint", "v0.50.0", "tflint_linux_{arch}.zip", sums: """
    ///     0123456789012345678901234567890123456789012345678901234567890123  tflint_linux_amd64.zip
    ///     4567890123456789012345678901234567890123456789012345678901234567  tflint_linux_arm64.zip
    ///     """)
    /// </code>
    /// </remarks>
    /// <param name="repository">The repository as <c>OWNER/NAME</c>.</param>
    /// <param name="version">The release's tag.</param>
    /// <param name="asset">
    /// The asset's name, with <c>{version}</c> for the tag without a leading <c>v</c>, <c>{arch}</c> for <c>amd64</c> or <c>arm64</c>,
    /// and <c>{machine}</c> for <c>x86_64</c> or <c>aarch64</c>.
    /// </param>
    /// <param name="sums">The release's checksum file: lines of a SHA-256 and a name. If null, downloads are not verified.</param>
    /// <param name="name">The program's file name. Default: the repository's name.</param>
    /// <exception cref="ArgumentException">The repository is not valid, or the checksums do not contain an asset.</exception>
    public static Binary GitHub(string repository, string version, string asset, string? sums = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentException.ThrowIfNullOrEmpty(version);
        ArgumentException.ThrowIfNullOrEmpty(asset);
        if (repository.Split('/') is not [{ Length: > 0 }, { Length: > 0 } project])
            throw new ArgumentException($"'{repository}' is not a repository: use OWNER/NAME.", nameof(repository));

        return new Binary(name ?? project) { Amd64 = Asset("amd64", "x86_64"), Arm64 = Asset("arm64", "aarch64") };

        Download Asset(string architecture, string machine)
        {
            var file = asset.Replace("{version}", version.TrimStart('v'), StringComparison.Ordinal)
                .Replace("{arch}", architecture, StringComparison.Ordinal).Replace("{machine}", machine, StringComparison.Ordinal);
            var url = $"https://github.com/{repository}/releases/download/{Uri.EscapeDataString(version)}/{Uri.EscapeDataString(file)}";
            return new Download(url, sums is null ? null : SumOf(file, sums));
        }
    }

    static string SumOf(string file, string sums)
    {
        foreach (var line in sums.AsSpan().EnumerateLines())
        {
            // sha256sum writes an asterisk before the names of files that it read as binary ones.
            if (line.Trim().ToString().Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is [var sum, var name]
                && name.TrimStart('*').TrimStart("./") is var plain && plain.SequenceEqual(file))
            {
                return sum;
            }
        }

        throw new ArgumentException($"The checksums do not contain {file}.", nameof(sums));
    }

    internal IReadOnlyDictionary<string, Download> ByArchitecture => _byArchitecture;

    /// <summary>Whether both have the same name and the same downloads.</summary>
    public bool Equals(Binary? other) =>
        other is not null && Name == other.Name && AtLeast == other.AtLeast && VersionCommand == other.VersionCommand
        && _byArchitecture.Count == other._byArchitecture.Count
        && _byArchitecture.All(entry => entry.Value == other._byArchitecture.GetValueOrDefault(entry.Key));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Amd64, Arm64);

    Download? Get(string architecture) => _byArchitecture.GetValueOrDefault(architecture);

    Dictionary<string, Download> With(string architecture, Download? download)
    {
        var copy = new Dictionary<string, Download>(_byArchitecture);
        if (download is null) copy.Remove(architecture);
        else copy[architecture] = download;
        return copy;
    }
}
