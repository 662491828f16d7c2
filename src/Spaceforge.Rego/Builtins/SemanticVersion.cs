using System.Globalization;

namespace Spaceforge.Rego;

/// <summary>A semantic version (semver.org), parsed as leniently as in OPA.</summary>
sealed class SemanticVersion : IComparable<SemanticVersion>
{
    readonly long[] _numbers;
    readonly string[] _preRelease;

    SemanticVersion(long[] numbers, string[] preRelease) => (_numbers, _preRelease) = (numbers, preRelease);

    public static SemanticVersion? Parse(string text)
    {
        var plus = text.IndexOf('+');
        if (plus >= 0 && plus + 1 < text.Length && !AreIdentifiers(text[(plus + 1)..]))
            return null;
        var version = plus < 0 ? text : text[..plus];
        var dash = version.IndexOf('-');
        var preRelease = dash < 0 ? "" : version[(dash + 1)..];
        if (preRelease.Length > 0 && !AreIdentifiers(preRelease))
            return null;

        var parts = (dash < 0 ? version : version[..dash]).Split('.');
        if (parts.Length != 3)
            return null;
        var numbers = new long[3];
        for (var i = 0; i < 3; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
                return null;
        }

        return new(numbers, preRelease.Length == 0 ? [] : preRelease.Split('.'));
    }

    static bool AreIdentifiers(string text) =>
        text.Split('.').All(part => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'));

    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
            return 1;
        for (var i = 0; i < 3; i++)
        {
            if (_numbers[i] != other._numbers[i])
                return _numbers[i] < other._numbers[i] ? -1 : 1;
        }

        // A release is greater than all its pre-releases.
        if (_preRelease.Length == 0 || other._preRelease.Length == 0)
            return other._preRelease.Length.CompareTo(0) - _preRelease.Length.CompareTo(0);
        for (var i = 0; i < Math.Min(_preRelease.Length, other._preRelease.Length); i++)
        {
            var order = CompareIdentifiers(_preRelease[i], other._preRelease[i]);
            if (order != 0)
                return order;
        }

        return Math.Sign(_preRelease.Length - other._preRelease.Length);
    }

    static int CompareIdentifiers(string a, string b)
    {
        var (aIsNumber, bIsNumber) = (a.All(char.IsAsciiDigit), b.All(char.IsAsciiDigit));
        if (aIsNumber != bIsNumber)
            return aIsNumber ? -1 : 1;
        if (aIsNumber)
        {
            (a, b) = (a.TrimStart('0'), b.TrimStart('0'));
            if (a.Length != b.Length)
                return Math.Sign(a.Length - b.Length);
        }

        return Math.Sign(string.CompareOrdinal(a, b));
    }
}
