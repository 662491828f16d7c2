namespace Spaceforge.Rego;

/// <summary>
/// A built-in function. Returns null for undefined, and throws a <see cref="BuiltinException"/> for invalid arguments.
/// The number of arguments matches the signature, but they may have any type: the checks only know static types.
/// </summary>
delegate RegoValue? Builtin(BuiltinContext context, RegoValue[] arguments);

/// <summary>A built-in with several results, which are produced one at a time.</summary>
delegate IEnumerable<RegoValue> RelationBuiltin(BuiltinContext context, RegoValue[] arguments);
