namespace Spaceforge.Testing;

/// <summary>
/// A failure between a plugin and Spacelift, which happens once for each time it is passed to <see cref="FakeSpacelift.Fail"/>.
/// </summary>
public sealed record Fault
{
    Fault()
    {
    }

    internal int StatusCode { get; private init; } = 200;

    internal TimeSpan Wait { get; private init; }

    internal Task Held { get; private init; } = Task.CompletedTask;

    internal bool IsCut { get; private init; }

    internal byte[]? Body { get; private init; }

    internal string? RetryAfter { get; private init; }

    internal bool AnswersAfterwards { get; private init; }

    internal bool LosesAnswer { get; private init; }

    /// <summary>An error status with an empty body.</summary>
    /// <param name="code">For example 500.</param>
    public static Fault Status(int code) => new() { StatusCode = code, Body = [] };

    /// <summary>Status 429, with the time to wait before a retry.</summary>
    /// <param name="retryAfter">Whole seconds.</param>
    public static Fault TooManyRequests(TimeSpan retryAfter) =>
        new()
        {
            StatusCode = 429,
            Body = [],
            RetryAfter = ((int)retryAfter.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture)
        };

    /// <summary>The correct answer, delayed.</summary>
    /// <param name="wait">The delay, in real time.</param>
    public static Fault Delay(TimeSpan wait) => new() { Wait = wait, AnswersAfterwards = true };

    /// <summary>The correct answer, after something else has happened.</summary>
    /// <param name="until">The answer is sent when this task completes.</param>
    public static Fault Hold(Task until) => new() { Held = until, AnswersAfterwards = true };

    /// <summary>The request is executed, but the connection ends without an answer.</summary>
    public static Fault LostAnswer() => new() { LosesAnswer = true, AnswersAfterwards = true };

    /// <summary>The connection ends in the middle of the answer.</summary>
    public static Fault CutConnection() => new() { IsCut = true };

    /// <summary>Status 200 with an invalid body: HTML, incomplete JSON, or nothing.</summary>
    /// <param name="body">The body.</param>
    public static Fault Answer(string body) => new() { Body = System.Text.Encoding.UTF8.GetBytes(body) };

    /// <summary>Status 200 with a body of the given size.</summary>
    /// <param name="bytes">The size of the body.</param>
    public static Fault LongAnswer(int bytes) => new() { Body = [(byte)'"', .. Enumerable.Repeat((byte)'x', bytes - 2), (byte)'"'] };
}
