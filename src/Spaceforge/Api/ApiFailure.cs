namespace Spaceforge;

/// <summary>Why the Spacelift API gave no data.</summary>
public enum ApiFailure
{
    /// <summary>There was no answer: no connection, a cut one, or none in time.</summary>
    NoAnswer,

    /// <summary>The token has expired, or was refused: another one is needed.</summary>
    TokenRefused,

    /// <summary>The token is good, and does not have the permission.</summary>
    NotPermitted,

    /// <summary>The server answered with another status than success.</summary>
    Status,

    /// <summary>The request was answered, with GraphQL errors.</summary>
    GraphQL,

    /// <summary>The answer is no GraphQL: not JSON, empty, or too long.</summary>
    Unreadable,
}
