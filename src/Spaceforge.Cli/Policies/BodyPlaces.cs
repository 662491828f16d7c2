namespace Spaceforge.Cli.Policies;

/// <summary>Where the lines of a policy's body stand in the file that holds it: a manifest, or the C# of a plugin.</summary>
sealed class BodyPlaces
{
    readonly (int Line, int Column)? _start;

    BodyPlaces((int Line, int Column)? start) => _start = start;

    /// <summary>Of a file that is the body.</summary>
    public static BodyPlaces Whole { get; } = new((0, 0));

    /// <summary>Whether the lines of the file are known.</summary>
    public bool IsKnown => _start is not null;

    /// <summary>Finds a body: each of its lines, with one indentation before all of them.</summary>
    /// <param name="text">The file.</param>
    /// <param name="from">The line to begin with, from 1.</param>
    public static BodyPlaces Find(string text, string body, int from = 1)
    {
        var lines = Lines(text);
        var wanted = Lines(body.TrimEnd('\n', '\r'));
        for (var i = Math.Max(0, from - 1); i + wanted.Length <= lines.Length; i++)
        {
            if (!lines[i].EndsWith(wanted[0], StringComparison.Ordinal) || wanted[0].Length == 0) continue;
            var indentation = lines[i][..^wanted[0].Length];
            if (indentation.AsSpan().Trim().Length > 0) continue;
            if (Matches(lines.AsSpan(i), wanted, indentation)) return new BodyPlaces((i, indentation.Length));
        }

        return new BodyPlaces(null);
    }

    /// <summary>The place in the file, from 1.</summary>
    public (int Line, int Column) Of(int line, int column) =>
        _start is var (first, indentation) ? (first + line, indentation + column) : (1, 1);

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
