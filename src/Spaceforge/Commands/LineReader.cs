using System.Text;
using Microsoft.Extensions.Logging;
using Spaceforge.Logging;

namespace Spaceforge.Commands;

/// <summary>Reads a command's output block by block: its lines are logged as they come, and kept where they are asked for.</summary>
sealed class LineReader(Stream stream, PluginLogger? log, bool keep)
{
    const int BlockSize = 32 * 1024;

    // A line that never ends must not fill the memory where nobody asked for it.
    const int LongestUnkeptLine = 1024 * 1024;

    readonly List<string> _lines = [];
    readonly StringBuilder _rest = new();
    readonly StringBuilder _block = new();
    readonly string _prefix = log?.Prefix(LogLevel.Information) ?? "";

    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false, BlockSize);
        var buffer = new char[BlockSize];
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            AddBlock(buffer.AsSpan(0, count));
            Log();
        }

        if (_rest.Length > 0) EndLine([]);
        Log();
        return _lines;
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
        if (!keep && _rest.Length > LongestUnkeptLine) EndLine([]);
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
        if (log is not null) _block.Append(_prefix).Append(line).Append('\n');
        if (keep) _lines.Add(line.ToString());
    }

    void Log()
    {
        if (_block.Length == 0) return;
        log!.WriteLines(_block.ToString());
        _block.Clear();
    }
}
