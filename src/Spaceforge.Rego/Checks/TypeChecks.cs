namespace Spaceforge.Rego;

/// <summary>Types of what rules give, and calls and comparisons that cannot hold.</summary>
static class TypeChecks
{
    public static void Run(Compilation compilation) => _ = compilation;
}
