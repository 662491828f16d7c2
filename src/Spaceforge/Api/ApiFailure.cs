namespace Spaceforge;

/// <summary>Why the Spacelift API gave no data.</summary>
public enum ApiFailure
{
    /// <summary>There was no answer: no connection, a broken one, or a timeout.</summary>
    NoAnswer,

    /// <summary>The token has expired or was rejected: a new one is needed.</summary>
    TokenRefused,

    /// <summary>The token is valid but lacks the permission.</summary>
    NotPermitted,

    /// <summary>The server answered with an error status.</summary>
    Status,

    /// <summary>The answer contains GraphQL errors.</summary>
    GraphQL,

    /// <summary>The answer is not GraphQL: not JSON, empty, or too large.</summary>
    Unreadable,
}
