using System.Globalization;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Diffing;

/// <summary>A version by the rules of semantic versioning. Numbers that are left out are 0.</summary>
sealed partial record PluginVersion(int Major, int Minor, int Patch, string Label) : IComparable<PluginVersion>
{
    /// <returns>Null if the text is not such a version.</returns>
    public static PluginVersion? Parse(string text)
    {
        var match = Pattern().Match(text);
        return match.Success && Number("major", out var major) && Number("minor", out var minor) && Number("patch", out var patch)
            ? new PluginVersion(major, minor, patch, match.Groups["label"].Value)
            : null;

        bool Number(string name, out int number)
        {
            number = 0;
            return match.Groups[name] is not { Success: true } part
                || (int.TryParse(part.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < int.MaxValue);
        }
    }

    /// <summary>The version without its label, which is the release that a pre-release is for.</summary>
    public PluginVersion Release => this with { Label = "" };

    /// <summary>The smallest release that announces such a change. In 0.x, the second number says what is breaking.</summary>
    public PluginVersion Next(ChangeKind change)
    {
        // A pre-release has not promised anything yet: its own release may do, if its number is large enough.
        var isOpen = Label.Length > 0;
        return change switch
        {
            ChangeKind.Breaking when Major > 0 => isOpen && Minor == 0 && Patch == 0 ? Release : new(Major + 1, 0, 0, ""),
            ChangeKind.Breaking or ChangeKind.Addition => isOpen && Patch == 0 ? Release : new(Major, Minor + 1, 0, ""),
            _ => isOpen ? Release : new(Major, Minor, Patch + 1, ""),
        };
    }

    public int CompareTo(PluginVersion? other)
    {
        if (other is null) return 1;

        var byNumbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return byNumbers != 0 ? byNumbers
            : (Label.Length, other.Label.Length) switch
            {
                (0, 0) => 0,
                (0, _) => 1,
                (_, 0) => -1,
                _ => CompareLabels(Label.Split('.'), other.Label.Split('.')),
            };
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}{(Label.Length > 0 ? $"-{Label}" : "")}");

    static int CompareLabels(string[] one, string[] other)
    {
        foreach (var (left, right) in one.Zip(other))
        {
            var (isLeft, isRight) = (left.All(char.IsAsciiDigit), right.All(char.IsAsciiDigit));
            var order = (isLeft, isRight) switch
            {
                // Numbers of any length: the longer one is the larger, since they do not start with 0.
                (true, true) when left.Length != right.Length => left.Length.CompareTo(right.Length),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(left, right),
            };
            if (order != 0) return order;
        }

        return one.Length.CompareTo(other.Length);
    }

    [GeneratedRegex(
        @"\Av?(?<major>\d+)(?:\.(?<minor>\d+)(?:\.(?<patch>\d+)(?:-(?<label>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?)?)?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
