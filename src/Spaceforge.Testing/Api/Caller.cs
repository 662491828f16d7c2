using GraphQL;

namespace Spaceforge.Testing.Api;

/// <summary>The caller of a request, and its permissions.</summary>
sealed class Caller(FakeSpacelift spacelift, string? token) : Dictionary<string, object?>
{
    public FakeSpacelift Spacelift => spacelift;

    public bool IsKnown => token is not null && spacelift.IsGood(token);

    /// <summary>The platform's message is the same for an invalid token and for a missing permission.</summary>
    public FakeSpacelift Authorized(string operation) => IsKnown && !spacelift.Forbidden.Contains(operation)
        ? spacelift
        : throw new ExecutionError("unauthorized");

    public static Caller Of(IResolveFieldContext context) => (Caller)context.UserContext;
}
