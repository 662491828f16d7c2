namespace Spaceforge.Http;

/// <summary>Time limits and retries for requests to Spacelift.</summary>
sealed record HttpSettings
{
    /// <summary>The time limit of one attempt, from name resolution to the answer's last byte.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The number of retries after the first attempt.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>The delay before the first retry; it doubles with each retry, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest delay, even if a server asks for more.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest answer that is read, in bytes.</summary>
    public int LargestAnswer { get; init; } = 10_000_000;
}
