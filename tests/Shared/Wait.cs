using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Spaceforge.Tests.Shared;

/// <summary>Waits that have an end: what they waited for, or a failed test that names it.</summary>
static class Wait
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    static readonly ConcurrentDictionary<object, string> Waiting = new();

    /// <summary>What the tests of this program wait for now.</summary>
    public static string Now => Waiting.IsEmpty ? "nothing that is known" : string.Join("; ", Waiting.Values);

    /// <summary>Waits until something is true, which nothing tells.</summary>
    public static async Task UntilAsync(
        Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "", TimeSpan? limit = null)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await ForAsync(PollAsync(condition, stop.Token), what, limit);
        await stop.CancelAsync();
    }

    public static async Task ForAsync(Task task, string what, TimeSpan? limit = null)
    {
        var key = new object();
        Waiting[key] = what;
        try
        {
            await task.WaitAsync(limit ?? Limit, TestContext.Current.CancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException
            || (exception is OperationCanceledException && TestContext.Current.CancellationToken.IsCancellationRequested))
        {
            Assert.Fail($"Waited too long for {what}");
        }
        finally
        {
            Waiting.TryRemove(key, out _);
        }
    }

    public static async Task<T> ForAsync<T>(Task<T> task, string what, TimeSpan? limit = null)
    {
        await ForAsync((Task)task, what, limit);
        return await task;
    }

    static async Task PollAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (!condition()) await Task.Delay(10, cancellationToken);
    }
}
