namespace Spaceforge.Rego;

/// <summary>A policy that cannot be parsed, compiled or evaluated.</summary>
public sealed class RegoException : Exception
{
    /// <summary>Creates an exception with all errors.</summary>
    public RegoException(IReadOnlyList<RegoError> errors)
        : base(string.Join("\n", errors.Select(e => e.ToString()))) => Errors = errors;

    /// <summary>The errors; at least one.</summary>
    public IReadOnlyList<RegoError> Errors { get; }
}
