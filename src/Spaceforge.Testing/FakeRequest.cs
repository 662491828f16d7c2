namespace Spaceforge.Testing;

/// <summary>A request that the fake Spacelift got.</summary>
/// <param name="Method">For instance <c>POST</c>.</param>
/// <param name="Path">For instance <c>/graphql</c>.</param>
/// <param name="Headers">Headers by their names.</param>
/// <param name="Body">The body as text.</param>
public sealed record FakeRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
