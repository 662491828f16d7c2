using System.Text;
using Spaceforge.Launching;

namespace Spaceforge.Cli.Simulating;

/// <summary>The variables that a session passes to the next one. The shell's output is parsed, never executed.</summary>
/// <remarks>Each character of a value is one byte, since values need not be UTF-8.</remarks>
sealed class ExportedVariables
{
    /// <summary>The maximum number of bytes that a session may export.</summary>
    public const int Limit = 4_000_000;

    // Read-only in some shells.
    static readonly string[] OfShell = ["BASHOPTS", "EUID", "PPID", "SHELLOPTS", "UID"];

    /// <summary>Variables that shells and the simulation set themselves.</summary>
    public static readonly IReadOnlyList<string> OfSession = ["PWD", "OLDPWD", "SHLVL", "_", "TF_VAR_spacelift_run_state"];

    readonly Dictionary<string, string> _values;

    ExportedVariables(Dictionary<string, string> values) => _values = values;

    public IEnumerable<string> Names => _values.Keys;

    /// <summary>The names of variables that no earlier session has with this value, sorted.</summary>
    public IReadOnlyList<string> NamesSince(params IReadOnlyList<ExportedVariables> earlier) =>
    [
        .. _values.Where(variable => !OfSession.Contains(variable.Key)
                && !earlier.Any(session => session._values.TryGetValue(variable.Key, out var value) && value == variable.Value))
            .Select(variable => variable.Key).Order(StringComparer.Ordinal),
    ];

    public static ExportedVariables Of(IEnumerable<KeyValuePair<string, string>> variables) =>
        new(variables.ToDictionary(variable => variable.Key,
            variable => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(variable.Value)), StringComparer.Ordinal));

    /// <summary>Reads what <c>export -p</c> prints.</summary>
    /// <exception cref="FormatException">It is not valid output of a shell.</exception>
    public static ExportedVariables Parse(byte[] printed)
    {
        var (text, values) = (Encoding.Latin1.GetString(printed), new Dictionary<string, string>(StringComparer.Ordinal));
        for (var position = 0; position < text.Length;)
        {
            var name = Name(text, ref position) ?? throw new FormatException($"unexpected text at byte {position}");
            // Exported without a value.
            if (position == text.Length || text[position] == '\n')
            {
                position++;
                continue;
            }

            if (text[position++] != '=') throw new FormatException($"the variable '{name}' is cut off");
            var value = Word(text, ref position);
            if (!OfShell.Contains(name)) values[name] = value;
        }

        return new ExportedVariables(values);
    }

    /// <summary>Shell commands that set them.</summary>
    public byte[] ToShell() =>
        Encoding.Latin1.GetBytes(string.Concat(_values.Select(variable => $"export {variable.Key}={ShellWord.Quote(variable.Value)}\n")));

    // A word as shells print it, quoted in any of four ways.
    static string Word(string text, ref int position)
    {
        var word = new StringBuilder();
        while (position < text.Length && text[position] != '\n')
        {
            var c = text[position++];
            if (c == '\'')
            {
                word.Append(text[position..End(text, '\'', position)]);
                position = End(text, '\'', position) + 1;
            }
            else if (c == '"')
            {
                for (; Character(text, position) is not '"' and var inner; position++)
                {
                    if (inner == '\\' && Character(text, position + 1) is '"' or '\\' or '$' or '`' or '\n') inner = text[++position];
                    word.Append(inner);
                }

                position++;
            }
            else if (c == '$' && position < text.Length && text[position] == '\'')
            {
                position++;
                word.Append(Escaped(text, ref position));
            }
            else
            {
                word.Append(c == '\\' ? Character(text, position++) : c);
            }
        }

        position++;
        return word.ToString();
    }

    static string Escaped(string text, ref int position)
    {
        var word = new StringBuilder();
        for (; Character(text, position) is not '\'' and var c; position++)
        {
            if (c != '\\')
            {
                word.Append(c);
                continue;
            }

            if (Octal(text, position + 1) is > 0 and var digits)
            {
                word.Append((char)(Convert.ToInt32(text.Substring(position + 1, digits), 8) & 0xFF));
                position += digits;
                continue;
            }

            word.Append(Character(text, ++position) switch
            {
                'a' => '\a',
                'b' => '\b',
                'e' or 'E' => '\e',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'v' => '\v',
                var other => other,
            });
        }

        position++;
        return word.ToString();
    }

    static int End(string text, char quote, int position) =>
        text.IndexOf(quote, position) is >= 0 and var end ? end : throw new FormatException("a value is cut off");

    static char Character(string text, int position) =>
        position < text.Length ? text[position] : throw new FormatException("a value is cut off");

    static int Octal(string text, int position)
    {
        var digits = 0;
        while (digits < 3 && position + digits < text.Length && text[position + digits] is >= '0' and <= '7') digits++;
        return digits;
    }

    // export NAME, declare -x NAME, typeset -x NAME. Parsed by hand, since a regular expression is slow here.
    static string? Name(string text, ref int position)
    {
        var line = text.AsSpan(position);
        var start = line.StartsWith("export ") ? "export ".Length
            : line.StartsWith("declare -") || line.StartsWith("typeset -")
                ? line.IndexOf(' ') + 1 + line[(line.IndexOf(' ') + 1)..].IndexOf(' ') + 1
            : -1;
        if (start < 0) return null;

        var length = 0;
        while (start + length < line.Length
            && (char.IsAsciiLetter(line[start + length]) || line[start + length] == '_'
                || (length > 0 && char.IsAsciiDigit(line[start + length]))))
        {
            length++;
        }
        if (length == 0) return null;

        position += start + length;
        return line.Slice(start, length).ToString();
    }
}
