namespace Spaceforge.Rego;

/// <summary>A pattern that RE2 rejects; the message is that of Go's parser.</summary>
sealed class Re2SyntaxException(string what, string where) : Exception($"error parsing regexp: {what}: `{where}`");
