namespace Spaceforge.Rego;

/// <summary>The syntax version of a policy.</summary>
public enum RegoVersion
{
    /// <summary>
    /// OPA before 1.0, and Spacelift's default: newer keywords need <c>import future.keywords</c> or <c>import rego.v1</c>.
    /// </summary>
    V0,

    /// <summary>OPA 1.x: <c>if</c> before a body, <c>contains</c> for sets.</summary>
    V1,
}
