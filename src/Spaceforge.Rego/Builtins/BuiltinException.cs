namespace Spaceforge.Rego;

/// <summary>Undefined for the expression, or the end of the evaluation where errors of builtins are strict.</summary>
sealed class BuiltinException : Exception
{
    public BuiltinException(string message, bool typeError = false)
        : base(message) => IsTypeError = typeError;

    /// <summary>eval_type_error instead of eval_builtin_error.</summary>
    public bool IsTypeError { get; }

    /// <summary>It ends the evaluation also where errors are not strict, as a limit does.</summary>
    public bool AlwaysFails { get; init; }

    /// <summary>OPA's words: "operand 1 must be string but got number".</summary>
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
