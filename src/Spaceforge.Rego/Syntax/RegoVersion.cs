namespace Spaceforge.Rego;

/// <summary>Which syntax a policy is written in.</summary>
public enum RegoVersion
{
    /// <summary>
    /// As OPA before 1.0 has it, and Spacelift by default: newer words need <c>import future.keywords</c> or <c>import rego.v1</c>.
    /// </summary>
    V0,

    /// <summary>As OPA 1.x has it: <c>if</c> before a body, <c>contains</c> for sets.</summary>
    V1,
}
