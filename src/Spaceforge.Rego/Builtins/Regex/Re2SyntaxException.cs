namespace Spaceforge.Rego;

/// <summary>A pattern that RE2 refuses; the message is the one of Go's parser.</summary>
sealed class Re2SyntaxException(string what, string where) : Exception($"error parsing regexp: {what}: `{where}`");
