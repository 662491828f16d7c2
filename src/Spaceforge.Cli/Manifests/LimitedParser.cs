using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Spaceforge.Cli.Manifests;

/// <summary>Stops reading a document that is deeper or longer than any manifest, since code that reads the tree is recursive.</summary>
sealed class LimitedParser(IParser parser) : IParser
{
    /// <summary>Keys and values.</summary>
    public const int MostNodes = 200_000;

    // The stream and the document.
    const int DocumentLevels = 2;

    /// <summary>Levels. A hook's command in a context is four deep.</summary>
    public const int Deepest = 32;

    readonly HashSet<AnchorName> _anchors = [];
    int _depth;
    int _nodes;

    /// <summary>Which limit was exceeded, or null.</summary>
    public string? Limit { get; private set; }

    public ParsingEvent? Current => parser.Current;

    /// <summary>The position at which reading stopped.</summary>
    public int LastLine { get; private set; }

    public bool MoveNext()
    {
        if (!parser.MoveNext()) return false;

        var current = parser.Current!;
        LastLine = (int)current.Start.Line;
        _depth += current.NestingIncrease;
        if (current is NodeEvent node)
        {
            _nodes++;
            if (!node.Anchor.IsEmpty) _anchors.Add(node.Anchor);
        }

        // The library's message has no position.
        if (current is AnchorAlias alias && !_anchors.Contains(alias.Value))
        {
            throw new YamlException(current.Start, current.End, $"the alias '*{alias.Value}' has no anchor before it.");
        }
        if (_depth > Deepest + DocumentLevels) Limit = $"Values are nested more than {Deepest} levels deep, which no manifest needs.";
        else if (_nodes > MostNodes) Limit = $"There are more than {MostNodes} keys and values, which no manifest needs.";
        if (Limit is not null) throw new YamlException(current.Start, current.End, Limit);

        return true;
    }
}
