using Spaceforge.Launching;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Account;

/// <summary>Names and ids of an account as messages show them: whoever made them up begins no line and fills no terminal.</summary>
static class AccountText
{
    const int Longest = 200;

    /// <summary>How many names or lines a message has at most.</summary>
    public const int MostNames = 20;

    public static string Of(string text) => LogText.OneLine(text.Length > Longest ? $"{text[..Longest]}…" : text);

    /// <summary>An id in a command that users may copy to a shell.</summary>
    public static string Argument(string id) => ShellWord.Quote(Of(id));

    public static string Of(INamed item) => $"{Of(item.Name)} ({Of(item.Id)})";

    public static string Of<T>(IReadOnlyList<T> items)
        where T : INamed => Joined([.. items.Take(MostNames).Select(item => Of(item))], items.Count);

    /// <summary>A list of names or ids; the first ones where there are many.</summary>
    public static string Of(IEnumerable<string> texts)
    {
        var all = texts.ToArray();
        return Joined([.. all.Take(MostNames).Select(Of)], all.Length);
    }

    static string Joined(string[] shown, int count) =>
        string.Join(", ", shown) + (count > shown.Length ? $" and {count - shown.Length} more" : "");
}
