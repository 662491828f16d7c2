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

    /// <summary>For a policy in C#, where its lines follow one another with the same indentation, as in a raw string literal.</summary>
    /// <param name="text">The C#.</param>
    /// <param name="body">The policy.</param>
    public static PolicyPlaces Find(string text, string body)
    {
        var lines = Lines(text);
        var wanted = Lines(body.TrimEnd('\n', '\r'));
        for (var i = 0; i + wanted.Length <= lines.Length; i++)
        {
            if (!lines[i].EndsWith(wanted[0], StringComparison.Ordinal) || wanted[0].Length == 0) continue;
            var indentation = lines[i][..^wanted[0].Length];
            if (indentation.AsSpan().Trim().Length > 0) continue;
            if (Matches(lines.AsSpan(i), wanted, indentation))
            {
                var (first, before) = (i, indentation.Length);
                return new PolicyPlaces((line, column) => (first + line, before + column));
            }
        }

        return new PolicyPlaces(null);
    }

    /// <summary>The place in the file, from 1; the file's first character if it is not known.</summary>
    public (int Line, int Column) Of(int line, int column) => _map?.Invoke(line, column) ?? (1, 1);

    static bool Matches(ReadOnlySpan<string> lines, string[] wanted, string indentation)
    {
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i].AsSpan().Trim().Length == 0 && lines[i].AsSpan().Trim().Length == 0) continue;
            if (lines[i].Length != indentation.Length + wanted[i].Length || !lines[i].StartsWith(indentation, StringComparison.Ordinal)
                || !lines[i].EndsWith(wanted[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.TrimEnd('\r'))];
}
