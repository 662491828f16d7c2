namespace Spaceforge.Tests.Services;

/// <summary>A clock on which every wait is over at once, and took as long as it was to.</summary>
sealed class ImmediateClock : TimeProvider
{
    TimeSpan _ahead;

    public List<TimeSpan> Waits { get; } = [];

    public void Advance(TimeSpan time) => _ahead += time;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan) return base.CreateTimer(callback, state, dueTime, period);

        Waits.Add(dueTime);
        _ahead += dueTime;
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
