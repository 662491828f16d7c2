using System.Text;
using Microsoft.Extensions.Logging;
using Spaceforge.Logging;
using Spaceforge.Secrets;

namespace Spaceforge.Commands;

/// <summary>Reads a command's output in blocks: lines are logged as they arrive, and kept if requested.</summary>
sealed class LineReader(Stream stream, PluginLogger? log, SecretMasker secrets, bool keep)
{
    const int BlockSize = 32 * 1024;

    // An endless line must not fill the memory if it is not captured.
    const int LongestUnkeptLine = 1024 * 1024;

    readonly Lock _lock = new();
    readonly List<string> _lines = [];
    readonly StringBuilder _rest = new();
    readonly StringBuilder _block = new();
    readonly string _prefix = log?.Prefix(LogLevel.Information) ?? "";

    bool _ended;

    /// <summary>The number of characters received so far.</summary>
    public long Count { get; private set; }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false, BlockSize);
        var buffer = new char[BlockSize];
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            lock (_lock)
            {
                if (_ended) return;
                Count += count;
                AddBlock(buffer.AsSpan(0, count));
                Log();
            }
        }
    }

    /// <summary>The lines received so far; later output is ignored.</summary>
    public IReadOnlyList<string> End()
    {
        lock (_lock)
        {
            _ended = true;
            if (_rest.Length > 0) EndLine([]);
            Log();
            return _lines;
        }
    }

    void AddBlock(ReadOnlySpan<char> block)
    {
        int end;
        while ((end = block.IndexOf('\n')) >= 0)
        {
            EndLine(block[..end]);
            block = block[(end + 1)..];
        }

        _rest.Append(block);
        if (!keep && _rest.Length > LongestUnkeptLine) Cut();
    }

    /// <summary>Splits a long line where no secret is split, because half a secret would not be recognized.</summary>
    void Cut()
    {
        var line = _rest.ToString();
        _rest.Clear();
        var place = secrets.PlaceToCut(line);
        EndLine(line.AsSpan(0, place));
        _rest.Append(line.AsSpan(place));
    }

    void EndLine(ReadOnlySpan<char> line)
    {
        if (_rest.Length > 0)
        {
            _rest.Append(line);
            line = _rest.ToString();
            _rest.Clear();
        }

        line = line.EndsWith('\r') ? line[..^1] : line;
        if (log is not null)
        {
            _block.Append(_prefix);
            LogText.Append(_block, line);
            _block.Append('\n');
        }

        if (keep) _lines.Add(line.ToString());
    }

    void Log()
    {
        if (_block.Length == 0) return;
        log!.WriteLines(_block.ToString());
        _block.Clear();
    }
}
