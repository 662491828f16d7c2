using Spaceforge.Cli.Manifests;

namespace Spaceforge.Cli.Policies;

/// <summary>Maps places in a policy to places in the file that contains it: a .rego file, a manifest, or a plugin's C#.</summary>
sealed class PolicyPlaces
{
    readonly Func<int, int, (int Line, int Column)>? _map;

    PolicyPlaces(Func<int, int, (int Line, int Column)>? map) => _map = map;

    /// <summary>For a file that is the policy.</summary>
    public static PolicyPlaces Whole { get; } = new((line, column) => (line, column));

    /// <summary>Whether the places in the file are known.</summary>
    public bool IsKnown => _map is not null;

    /// <summary>For a policy of a manifest.</summary>
    /// <param name="policy">The policy's index.</param>
    public static PolicyPlaces In(ManifestFile manifest, int policy) =>
        new(PolicyBodies.PlacesOf(manifest, policy) is { } places
            ? (line, column) => places.Of(line, column) is var place ? ((int)place.Line, (int)place.Column) : default
            : null);

    /// <summary>For a policy in C#; null if it is not known where it is.</summary>
    public static PolicyPlaces In(CodeBody? body) =>
        new(body is null ? null : (line, column) => body.Of(line, column) is var place ? ((int)place.Line, (int)place.Column) : default);

    /// <summary>The place in the file, from 1; the file's first character if it is not known.</summary>
    public (int Line, int Column) Of(int line, int column) => _map?.Invoke(line, column) ?? (1, 1);
}
