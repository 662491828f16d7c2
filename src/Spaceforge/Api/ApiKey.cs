namespace Spaceforge.Api;

/// <summary>A user's API key, with the token that it was last exchanged for.</summary>
sealed class ApiKey(string id, string secret)
{
    public string Id => id;

    public string Secret => secret;

    public UserToken? Token { get; set; }
}
