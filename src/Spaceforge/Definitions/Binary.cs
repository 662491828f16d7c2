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

    internal IReadOnlyDictionary<string, Download> ByArchitecture => _byArchitecture;

    /// <summary>Whether both have the same name and the same downloads.</summary>
    public bool Equals(Binary? other) =>
        other is not null && Name == other.Name && _byArchitecture.Count == other._byArchitecture.Count
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
