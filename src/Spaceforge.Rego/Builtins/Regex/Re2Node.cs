namespace Spaceforge.Rego;

enum Re2Assertion { TextStart, TextEnd, LineStart, LineEnd, WordBoundary, NoWordBoundary }

abstract class Re2Node
{

    public sealed class Empty : Re2Node;

    public sealed class Runes(RuneSet set) : Re2Node
    {
        public RuneSet Set { get; } = set;
    }

    public sealed class Assertion(Re2Assertion kind) : Re2Node
    {
        public Re2Assertion Kind { get; } = kind;
    }

    public sealed class Sequence(List<Re2Node> items) : Re2Node
    {
        public List<Re2Node> Items { get; } = items;
    }

    public sealed class Choice(List<Re2Node> items) : Re2Node
    {
        public List<Re2Node> Items { get; } = items;
    }

    /// <summary>A maximum of -1 means unbounded.</summary>
    public sealed class Repeat(Re2Node item, int min, int max, bool lazy) : Re2Node
    {
        public Re2Node Item { get; } = item;
        public int Min { get; } = min;
        public int Max { get; } = max;
        public bool Lazy { get; } = lazy;
    }

    public sealed class Capture(Re2Node item) : Re2Node
    {
        public Re2Node Item { get; } = item;
    }
}
