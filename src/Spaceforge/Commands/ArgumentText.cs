using System.Text;

namespace Spaceforge;

/// <summary>Parses arguments that an installer typed into a single field.</summary>
public static class ArgumentText
{
    /// <summary>
    /// Splits a text into arguments at blanks. Quotes, <c>"</c> or <c>'</c>, keep an argument with blanks together. No shell is involved.
    /// </summary>
    /// <param name="text">For example <c>--skip-dirs "my modules" --timeout 10m</c>.</param>
    /// <exception cref="PluginFailedException">A quote is not closed.</exception>
    public static IReadOnlyList<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var arguments = new List<string>();
        StringBuilder? argument = null;
        char? quote = null;
        foreach (var c in text)
        {
            if (c == quote) quote = null;
            else if (quote is null && c is '"' or '\'')
            {
                quote = c;
                argument ??= new StringBuilder();
            }
            else if (quote is null && char.IsWhiteSpace(c))
            {
                if (argument is not null) arguments.Add(argument.ToString());
                argument = null;
            }
            else (argument ??= new StringBuilder()).Append(c);
        }

        if (quote is not null) throw new PluginFailedException($"The additional arguments have an unclosed {quote}: {text}");
        if (argument is not null) arguments.Add(argument.ToString());
        return arguments;
    }
}
