namespace Spaceforge.Api;

/// <summary>A token that Spacelift gave for an API key, or for what else it knows a user by.</summary>
sealed record UserToken(string Jwt, DateTimeOffset ValidUntil)
{
    // As the platform's own tool does.
    static readonly TimeSpan RenewBefore = TimeSpan.FromSeconds(30);

    /// <summary>Whether it is time for another one.</summary>
    public bool IsStale(TimeProvider clock) => ValidUntil - RenewBefore <= clock.GetUtcNow();
}
