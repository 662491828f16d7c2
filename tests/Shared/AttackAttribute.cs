namespace Spaceforge.Tests.Shared;

/// <summary>Marks a test as an attack or a fault: a row of the table in <c>docs/security.md</c>, which is made from these.</summary>
/// <param name="actor">Who does it: author, repository, API, other users of the machine.</param>
/// <param name="attack">What is done.</param>
/// <param name="border">What holds.</param>
[AttributeUsage(AttributeTargets.Method)]
sealed class AttackAttribute(string actor, string attack, string border) : Attribute
{
    public string Actor => actor;

    public string Attack => attack;

    public string Border => border;
}
