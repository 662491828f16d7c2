using Microsoft.Extensions.Logging;

namespace Spaceforge.Logging;

/// <summary>Writes <c>[RUN_ID] (PLUGIN) message</c> to standard error, with the prefix on each line and coloured by level.</summary>
/// <param name="traces">Whether exceptions are logged with stack traces.</param>
sealed class PluginLogger(TextWriter error, string runId, string plugin, LogLevel minimum, bool colors, bool traces = false) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;

        var message = formatter(state, exception);
        if (exception is not null) message += $": {ExceptionText.Of(exception)}";
        Write(logLevel, message);
        if (exception is not null && traces) Write(logLevel, exception.ToString());
    }

    /// <summary>Logs a finished text without parsing it as a message template.</summary>
    public void Write(LogLevel level, string message)
    {
        if (IsEnabled(level)) error.Write(LogText.Lines(Prefix(level), message));
    }

    /// <summary>Writes lines that already start with <see cref="Prefix"/> and end with a line ending.</summary>
    public void WriteLines(ReadOnlySpan<char> lines) => error.Write(lines);

    public string Prefix(LogLevel level) => colors ? $"{Color(level)}[{runId}]\e[0m ({plugin}) " : $"[{runId}] ({plugin}) ";

    static string Color(LogLevel level) => level switch
    {
        <= LogLevel.Debug => "\e[35m",
        LogLevel.Information => "\e[36m",
        LogLevel.Warning => "\e[33m",
        _ => "\e[31m",
    };
}
