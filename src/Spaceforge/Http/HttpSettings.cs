namespace Spaceforge.Http;

/// <summary>How long and how often Spacelift is asked.</summary>
sealed record HttpSettings
{
    /// <summary>For one try, from the name's look-up to the answer's last byte.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tries after the first.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>The first wait between two tries; it doubles from try to try, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait, even where a server asks for more.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest answer that is read, in bytes.</summary>
    public int LargestAnswer { get; init; } = 10_000_000;

    /// <summary>Whether the machine's curl is used although this program holds .NET's own HTTP.</summary>
    public bool UseCurl { get; init; }
}
