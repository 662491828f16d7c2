using System.Text.RegularExpressions;

namespace Spaceforge.Api;

/// <summary>Extracts what sending a GraphQL document requires to know about it.</summary>
static partial class GraphQLText
{
    /// <summary>Whether any of its operations is a mutation.</summary>
    public static bool IsMutation(string document) =>
        Operations(document).Any(operation => operation.StartsWith("mutation", StringComparison.Ordinal));

    /// <summary>The first operation's kind and name, for example <c>mutation Lock</c>; <c>query</c> for the short form.</summary>
    public static string Name(string document) => Operations(document).FirstOrDefault("query");

    /// <summary>Kind and name of each explicit operation; braces, strings and comments are skipped.</summary>
    static IEnumerable<string> Operations(string document)
    {
        var depth = 0;
        foreach (Match token in Token().Matches(document))
        {
            switch (token.Value[0])
            {
                case '{' or '(':
                    depth++;
                    break;
                case '}' or ')':
                    depth--;
                    break;
                case 'q' or 'm' or 's' when depth == 0 && token.Groups["kind"].Success:
                    yield return token.Groups["name"].Success
                        ? $"{token.Groups["kind"].Value} {token.Groups["name"].Value}" : token.Groups["kind"].Value;
                    break;
            }
        }
    }

    [GeneratedRegex(
        """(?s)"{3}.*?"{3}|"(?:\\.|[^"\\\n])*"|\#[^\n]*|[{}()]|\b(?<kind>query|mutation|subscription)\b(?:\s+(?<name>[_A-Za-z]\w*))?|\w+""")]
    private static partial Regex Token();
}
