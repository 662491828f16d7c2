using System.Text;

namespace Spaceforge.Secrets;

/// <summary>
/// Masks secrets in everything that is written through it. Text is forwarded only in whole lines, so that a secret that is written in
/// pieces is masked too; an unfinished last line is forwarded when the writer is disposed.
/// </summary>
sealed class MaskingWriter : TextWriter
{
    readonly TextWriter _inner;
    readonly SecretMasker _secrets;
    readonly Lock _lock = new();
    readonly StringBuilder _line = new();
    bool _holds;

    public MaskingWriter(TextWriter inner, SecretMasker secrets)
    {
        (_inner, _secrets) = (inner, secrets);
        NewLine = "\n";
    }

    /// <summary>Whether output is kept until the secrets are known. What was kept is written when that ends.</summary>
    public bool Holds
    {
        set
        {
            lock (_lock)
            {
                _holds = value;
                var held = _line.ToString();
                _line.Clear();
                Write(held);
            }
        }
    }

    public override Encoding Encoding => _inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write($"{value}\n");

    public override void Write(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            if (_holds)
            {
                _line.Append(text);
                return;
            }

            var end = text.LastIndexOf('\n') + 1;
            if (end == 0)
            {
                _line.Append(text);
                return;
            }

            if (_line.Length > 0)
            {
                _line.Append(text[..end]);
                Forward(_line.ToString());
                _line.Clear();
            }
            else
            {
                Forward(text[..end]);
            }

            _line.Append(text[end..]);
        }
    }

    /// <summary>Writes whole lines that contain no secret, or one on purpose.</summary>
    public void WriteUnmasked(string text)
    {
        lock (_lock) Send(text);
    }

    /// <summary>Writes one of the host's own lines, which contains no secret, so that a hook without output needs no search.</summary>
    public void WriteOwnLine(string line)
    {
        lock (_lock)
        {
            if (_line.Length > 0) Write($"{line}\n");
            else Send($"{line}\n");
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_lock)
            {
                Forward(_line.ToString());
                _line.Clear();
            }
        }

        base.Dispose(disposing);
    }

    void Forward(ReadOnlySpan<char> lines)
    {
        if (_secrets.TryMask(lines, out var masked)) Send(masked);
        else Send(lines);
    }

    void Send(ReadOnlySpan<char> text)
    {
        try
        {
            _inner.Write(text);
            _inner.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The reader is gone or the disk is full: the hook continues without a log, and its exit code still reports the result.
        }
    }
}
