namespace Spaceforge.Testing;

/// <summary>
/// Something that goes wrong between a plugin and Spacelift, once for each time it is given to <see cref="FakeSpacelift.Fail"/>.
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

    /// <summary>Another status than success, with an empty body.</summary>
    /// <param name="code">For instance 500.</param>
    public static Fault Status(int code) => new() { StatusCode = code, Body = [] };

    /// <summary>Status 429, with the time after which to try again.</summary>
    /// <param name="retryAfter">Whole seconds.</param>
    public static Fault TooManyRequests(TimeSpan retryAfter) =>
        new()
        {
            StatusCode = 429,
            Body = [],
            RetryAfter = ((int)retryAfter.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture)
        };

    /// <summary>The right answer, late.</summary>
    /// <param name="wait">How late, in real time.</param>
    public static Fault Delay(TimeSpan wait) => new() { Wait = wait, AnswersAfterwards = true };

    /// <summary>The right answer, once something else has happened.</summary>
    /// <param name="until">Is completed when the answer may go out.</param>
    public static Fault Hold(Task until) => new() { Held = until, AnswersAfterwards = true };

    /// <summary>The request is carried out, and then the connection ends without an answer.</summary>
    public static Fault LostAnswer() => new() { LosesAnswer = true, AnswersAfterwards = true };

    /// <summary>The connection ends in the middle of the answer.</summary>
    public static Fault CutConnection() => new() { IsCut = true };

    /// <summary>Status 200 with a body that is no answer: HTML, half a JSON, nothing.</summary>
    /// <param name="body">The body.</param>
    public static Fault Answer(string body) => new() { Body = System.Text.Encoding.UTF8.GetBytes(body) };

    /// <summary>Status 200 with a body of so many bytes.</summary>
    /// <param name="bytes">The body's length.</param>
    public static Fault LongAnswer(int bytes) => new() { Body = [(byte)'"', .. Enumerable.Repeat((byte)'x', bytes - 2), (byte)'"'] };
}
