namespace Spaceforge.Api;

/// <summary>A token that Spacelift issued for an API key or other credentials.</summary>
sealed record UserToken(string Jwt, DateTimeOffset ValidUntil)
{
    // The same margin as in spacectl.
    static readonly TimeSpan RenewBefore = TimeSpan.FromSeconds(30);

    /// <summary>Whether it should be renewed.</summary>
    public bool IsStale(TimeProvider clock) => ValidUntil - RenewBefore <= clock.GetUtcNow();
}
