namespace Spaceforge.Rego;

/// <summary>
/// A builtin function. Null stands for undefined; what is wrong with the arguments is a <see cref="BuiltinException"/>.
/// The arguments are as many as the signature has, of any type: the checks see only what is known before.
/// </summary>
delegate RegoValue? Builtin(BuiltinContext context, RegoValue[] arguments);

/// <summary>A builtin with many results, taken one at a time.</summary>
delegate IEnumerable<RegoValue> RelationBuiltin(BuiltinContext context, RegoValue[] arguments);
