namespace Spaceforge.Testing;

/// <summary>A request that the fake Spacelift received.</summary>
public sealed record FakeRequest
{
    /// <summary>For example <c>POST</c>.</summary>
    public required string Method { get; init; }

    /// <summary>For example <c>/graphql</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Headers by name.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as text.</summary>
    public required string Body { get; init; }
}
