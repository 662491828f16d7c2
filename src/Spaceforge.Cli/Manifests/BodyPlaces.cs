using Spaceforge.Shared.Policies;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Manifests;

/// <summary>
/// Where the characters of a text are in the YAML that holds it, whatever its style: YAML changes only white space and escapes, so that
/// the other characters are found one after the other.
/// </summary>
sealed class BodyPlaces
{
    readonly string yaml;
    readonly string text;
    readonly int[] offsets;
    readonly int start;

    public BodyPlaces(string yaml, YamlScalarNode scalar)
    {
        this.yaml = yaml;
        text = scalar.Value ?? "";
        start = Place.Of(scalar) is var place ? BodyIndex.Of(yaml, place.Line, place.Column) : 0;
        offsets = Align(scalar.Style);
    }

    /// <summary>The place in the YAML of a line and column of the text.</summary>
    public Place Of(int line, int column)
    {
        var at = BodyIndex.Of(text, line, column);
        var before = Math.Min(at, offsets.Length - 1);
        while (before >= 0 && offsets[before] < 0) before--;
        if (before < 0) return At(start);
        var found = offsets[before];
        // Past the last character of a line: as far behind it as in the text, and no farther than the line.
        for (var i = before; i < at && found < yaml.Length && yaml[found] is not ('\r' or '\n'); i++) found++;
        return At(found);
    }

    int[] Align(ScalarStyle style)
    {
        var found = new int[text.Length];
        var at = start;
        while (at < yaml.Length && yaml[at] is '&' or '!')
        {
            while (at < yaml.Length && !char.IsWhiteSpace(yaml[at])) at++;
            while (at < yaml.Length && char.IsWhiteSpace(yaml[at])) at++;
        }

        if (style is ScalarStyle.Literal or ScalarStyle.Folded)
        {
            while (at < yaml.Length && yaml[at] != '\n') at++;
        }
        else if (style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted)
        {
            at++;
        }

        for (var i = 0; i < text.Length; i++)
        {
            found[i] = -1;
            if (char.IsWhiteSpace(text[i])) continue;
            at = SkipSpace(at, style);
            if (at >= yaml.Length) continue;
            found[i] = at;
            at += Length(at, style, text[i]);
        }

        return found;
    }

    int SkipSpace(int at, ScalarStyle style)
    {
        while (at < yaml.Length)
        {
            if (char.IsWhiteSpace(yaml[at])) at++;
            else if (style == ScalarStyle.DoubleQuoted && yaml[at] == '\\' && at + 1 < yaml.Length
                && yaml[at + 1] is 'n' or 't' or 'r' or ' ' or '\n' or '\r' or 'N' or '_' or 'L' or 'P') at += 2;
            else break;
        }

        return at;
    }

    int Length(int at, ScalarStyle style, char wanted) => style switch
    {
        ScalarStyle.SingleQuoted when wanted == '\'' => 2,
        ScalarStyle.DoubleQuoted when yaml[at] == '\\' && at + 1 < yaml.Length => yaml[at + 1] switch
        {
            'x' => 4,
            'u' => 6,
            'U' => 10,
            _ => 2,
        },
        _ => 1,
    };

    Place At(int offset) => BodyIndex.PlaceOf(yaml, offset) is var (line, column) ? new(line, column) : default;
}
