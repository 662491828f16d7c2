using System.Diagnostics;

namespace Spaceforge.Logging;

/// <summary>An exception in words for a log: what failed, why, and where in the plugin's code.</summary>
static class ExceptionText
{
    /// <param name="hint">What may be added to the first cause.</param>
    public static string Of(Exception exception, Func<Exception, string>? hint = null)
    {
        var text = Describe(exception, hint);
        // Who throws one of ours has said in its message what people need to know.
        return exception is not SpaceforgeException && PlaceOf(exception) is { } place ? $"{text} ({place})" : text;
    }

    static string Describe(Exception e, Func<Exception, string>? hint)
    {
        if (e is SpaceforgeException) return e.Message;

        // Without its causes, a failed connection says nothing but that it failed.
        var causes = e.InnerException is null or SpaceforgeException ? hint?.Invoke(e) : $" Because of {Describe(e.InnerException, hint)}";
        return $"{e.GetType().Name}: {e.Message}{causes}";
    }

    /// <summary>File and line of the plugin's code that is nearest to where it was thrown; null without debug symbols.</summary>
    static string? PlaceOf(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            foreach (var frame in new StackTrace(e, fNeedFileInfo: true).GetFrames())
            {
                if (frame.GetFileName() is { } file && !IsOurs(frame)) return $"{file}:{frame.GetFileLineNumber()}";
            }
        }

        return null;
    }

    static bool IsOurs(StackFrame frame) =>
        DiagnosticMethodInfo.Create(frame)?.DeclaringAssemblyName == typeof(ExceptionText).Assembly.FullName;
}
