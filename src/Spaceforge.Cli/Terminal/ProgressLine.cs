using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Terminal;

/// <summary>
/// One line on the terminal for what takes over a second: what is done, and for how long. It is erased before anything else is written.
/// </summary>
/// <param name="terminal">Standard error.</param>
sealed partial class ProgressLine(TextWriter terminal)
{
    // The cursor is always at the start of the line. A terminal that becomes narrower may wrap the line, or cut it off; either way
    // it begins at the cursor, and nothing is below it.
    const string Erasure = "\r\e[J";
    const string Cut = "...";
    const int ErrorDescriptor = 2;
    const int UsualColumns = 80;
    const nuint WindowSizeRequest = 0x5413;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    readonly Lock _lock = new();
    readonly List<Work> _running = [];
    Timer? _timer;
    PosixSignalRegistration? _stopped;
    long _lastWrite;
    bool _isAtLineStart = true;
    string _shown = "";

    /// <summary>Whether there is a terminal and a person in front of it. A command with a screen of its own takes it away.</summary>
    public bool IsWanted { get; set; } = !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))
        && (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb");

    /// <summary>Shows what is done until the returned object is disposed. Of several at once, the latest is shown.</summary>
    /// <param name="what">What is done, such as "Building plugin.cs".</param>
    /// <param name="amount">How much of it is done, such as "1.2 of 3.4 MB"; called on another thread.</param>
    public IDisposable? Show(string what, Func<string>? amount = null)
    {
        if (!IsWanted) return null;

        var work = new Work(this, LogText.OneLine(what), amount);
        lock (_lock)
        {
            _running.Add(work);
            _timer ??= new Timer(_ => Draw());
            _timer.Change(Patience, Period);
        }

        return work;
    }

    /// <summary>Writes a text to the same terminal.</summary>
    public void Write(TextWriter writer, string text)
    {
        if (!IsWanted)
        {
            writer.Write(text);
            return;
        }

        lock (_lock)
        {
            Erase();
            writer.Write(text);
            (_isAtLineStart, _lastWrite) = (text.EndsWith('\n'), Stopwatch.GetTimestamp());
        }
    }

    /// <summary>How much of a file is done.</summary>
    public static string Bytes(long done, long all) =>
        string.Create(CultureInfo.InvariantCulture, $"{done / 1e6:0.0} of {all / 1e6:0.0} MB");

    /// <summary>A line that fits, with the time at its end.</summary>
    /// <param name="columns">The terminal's columns, of which the last stays free: some terminals wrap there.</param>
    internal static string Line(string what, string end, int columns)
    {
        var room = columns - 1 - end.Length;
        if (room < 1) return end.Length < columns ? end : "";

        var text = new StyledText().Append(what);
        return text.Width <= room ? $"{text}{end}" : $"{text.Cut(room - Cut.Length)}{Cut[..Math.Min(room, Cut.Length)]}{end}";
    }

    /// <summary>Nothing is shown any more.</summary>
    public void End()
    {
        lock (_lock)
        {
            IsWanted = false;
            _running.Clear();
            Erase();
        }
    }

    void Draw()
    {
        lock (_lock)
        {
            // Output that comes line by line must not flicker, and the end of an unfinished line must stay.
            if (_running is not [.., var work] || work.Time < Patience || Stopwatch.GetElapsedTime(_lastWrite) < Patience
                || !_isAtLineStart || !IsInForeground())
            {
                return;
            }

            var amount = work.Amount is { } count ? $" {count()}" : "";
            var line = Line(
                work.What, string.Create(CultureInfo.InvariantCulture, $"{amount} {(int)work.Time.TotalSeconds} s"), Columns());
            if (line == _shown) return;

            _stopped ??= OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGTSTP, _ => Clear());
            Put($"{Erasure}{line}\r");
            _shown = line;
        }
    }

    void Clear()
    {
        lock (_lock) Erase();
    }

    void Erase()
    {
        if (_shown.Length == 0) return;

        _shown = "";
        Put(Erasure);
    }

    void Put(string text)
    {
        try
        {
            terminal.Write(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The terminal is gone.
        }
    }

    void End(Work work)
    {
        lock (_lock)
        {
            _running.Remove(work);
            Erase();
            if (_running.Count == 0) _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Whether the terminal is not the shell's: the shell keeps it for a job in the background.</summary>
    static bool IsInForeground() =>
        OperatingSystem.IsWindows() || (ForegroundGroup(ErrorDescriptor) is var group && (group < 0 || group == OwnGroup()));

    /// <summary>The columns of the terminal; .NET knows only those of standard output.</summary>
    static int Columns()
    {
        // Four numbers of 16 bits, of which the second are the columns.
        if (OperatingSystem.IsLinux() && Ask(ErrorDescriptor, WindowSizeRequest, out var size) == 0
            && (int)((size >> 16) & 0xFFFF) is > 0 and var columns)
        {
            return columns;
        }

        return Console.WindowWidth is > 0 and var width ? width : UsualColumns;
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Ask(int descriptor, nuint request, out ulong size);

    [LibraryImport("libc", EntryPoint = "tcgetpgrp")]
    private static partial int ForegroundGroup(int descriptor);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    private static partial int OwnGroup();

    sealed class Work(ProgressLine line, string what, Func<string>? amount) : IDisposable
    {
        readonly long _start = Stopwatch.GetTimestamp();

        public string What => what;

        public Func<string>? Amount => amount;

        public TimeSpan Time => Stopwatch.GetElapsedTime(_start);

        public void Dispose() => line.End(this);
    }
}
