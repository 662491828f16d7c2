namespace Spaceforge.Cli.Simulating;

/// <summary>The output of a step; of long output only the head and the tail.</summary>
sealed class StepLog
{
    const int Head = 1_000_000;
    const int Tail = 200_000;

    readonly List<string> _head = [];
    readonly Queue<string> _tail = new();
    int _headSize;
    int _tailSize;

    /// <summary>The length of the full output in characters.</summary>
    public long Size { get; private set; }

    /// <summary>The number of lines between the head and the tail.</summary>
    public long LeftOut { get; private set; }

    public bool HasInvalidText { get; set; }

    /// <summary>The kept lines; a marker line replaces omitted ones.</summary>
    public IEnumerable<string> Lines => LeftOut == 0
        ? [.. _head, .. _tail]
        : [.. _head, $"[{LeftOut} lines omitted]", .. _tail];

    /// <returns>Whether the line belongs to the head.</returns>
    public bool Add(string line)
    {
        Size += line.Length + 1;
        if (_headSize + line.Length <= Head && _tail.Count == 0)
        {
            _head.Add(line);
            _headSize += line.Length + 1;
            return true;
        }

        _tail.Enqueue(line);
        _tailSize += line.Length + 1;
        while (_tailSize > Tail && _tail.Count > 1)
        {
            _tailSize -= _tail.Dequeue().Length + 1;
            LeftOut++;
        }

        return false;
    }
}
