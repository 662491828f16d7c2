namespace Spaceforge.Rego;

/// <summary>Makes the expression undefined, or ends the evaluation if errors of built-ins are strict.</summary>
sealed class BuiltinException : Exception
{
    public BuiltinException(string message, bool typeError = false)
        : base(message) => IsTypeError = typeError;

    /// <summary>eval_type_error instead of eval_builtin_error.</summary>
    public bool IsTypeError { get; }

    /// <summary>Ends the evaluation even if errors are not strict, like a limit.</summary>
    public bool AlwaysFails { get; init; }

    /// <summary>OPA's wording: "operand 1 must be string but got number".</summary>
    public static BuiltinException Operand(int position, RegoValue got, params string[] expected) => new(
        $"operand {position} must be {(expected.Length == 1 ? expected[0] : $"one of {{{string.Join(", ", expected)}}}")} but got {Name(got)}",
        typeError: true);

    public static string Name(RegoValue value) => value.Kind switch
    {
        RegoKind.Null => "null",
        RegoKind.Boolean => "boolean",
        RegoKind.Number => "number",
        RegoKind.String => "string",
        RegoKind.Array => "array",
        RegoKind.Object => "object",
        _ => "set",
    };
}
