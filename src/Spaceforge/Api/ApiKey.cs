namespace Spaceforge.Api;

/// <summary>An API key of a user, with the token that it was last exchanged for.</summary>
sealed class ApiKey(string id, string secret)
{
    public string Id => id;

    public string Secret => secret;

    public UserToken? Token { get; set; }
}
