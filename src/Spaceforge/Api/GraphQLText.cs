namespace Spaceforge.Api;

/// <summary>What a GraphQL document asks for, as far as sending it needs to know.</summary>
static class GraphQLText
{
    const string BlockQuote = "\"\"\"";

    /// <summary>Whether one of its operations changes something.</summary>
    public static bool IsMutation(string document) =>
        Operations(document).Any(operation => operation.StartsWith("mutation", StringComparison.Ordinal));

    /// <summary>The first operation's kind and name, for example <c>mutation Lock</c>; <c>query</c> for the short form.</summary>
    public static string Name(string document) => Operations(document).FirstOrDefault("query");

    /// <summary>Kind and name of each explicit operation; braces, strings and comments are skipped.</summary>
    static IEnumerable<string> Operations(string document)
    {
        var depth = 0;
        for (var at = 0; at < document.Length;)
        {
            switch (document[at])
            {
                case '{' or '(':
                    depth++;
                    at++;
                    break;
                case '}' or ')':
                    depth--;
                    at++;
                    break;
                case '#':
                    at = LineEnd(document, at);
                    break;
                case '"':
                    at = StringEnd(document, at);
                    break;
                case var c when IsOfName(c):
                    var kind = NameAt(document, at);
                    at += kind.Length;
                    if (depth > 0 || kind is not ("query" or "mutation" or "subscription")) break;

                    var start = at;
                    while (start < document.Length && char.IsWhiteSpace(document[start])) start++;
                    var name = start > at && start < document.Length && !char.IsDigit(document[start]) ? NameAt(document, start) : "";
                    at = start + name.Length;
                    yield return name.Length > 0 ? $"{kind} {name}" : kind;
                    break;
                default:
                    at++;
                    break;
            }
        }
    }

    static bool IsOfName(char c) => char.IsLetterOrDigit(c) || c == '_';

    static string NameAt(string document, int at)
    {
        var end = at;
        while (end < document.Length && IsOfName(document[end])) end++;
        return document[at..end];
    }

    static int LineEnd(string document, int at) => document.IndexOf('\n', at) is >= 0 and var end ? end : document.Length;

    /// <summary>Where a string ends; one that does not end is only its quote.</summary>
    static int StringEnd(string document, int at)
    {
        if (document.AsSpan(at).StartsWith(BlockQuote)
            && document.IndexOf(BlockQuote, at + BlockQuote.Length, StringComparison.Ordinal) is >= 0 and var end)
        {
            return end + BlockQuote.Length;
        }

        for (var i = at + 1; i < document.Length && document[i] != '\n'; i++)
        {
            if (document[i] == '"') return i + 1;
            if (document[i] == '\\') i++;
        }

        return at + 1;
    }
}
