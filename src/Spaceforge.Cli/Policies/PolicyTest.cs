using Spaceforge.Rego;

namespace Spaceforge.Cli.Policies;

/// <summary>A rule whose name begins with <c>test_</c>.</summary>
/// <param name="Policy">The modules that it is among.</param>
/// <param name="Package">The package, with <c>data</c>.</param>
/// <param name="Name">The rule.</param>
/// <param name="Reference">How a query calls it.</param>
/// <param name="Rules">The parts of the rule, of which one must hold.</param>
/// <param name="IsSkipped">Whether it is one that is to be done.</param>
/// <param name="HasCases">Whether its head has keys: each is a case of its own.</param>
sealed record PolicyTest(
    RegoPolicy Policy,
    PolicyGroup Group,
    string Package,
    string Name,
    string Reference,
    IReadOnlyList<Rule> Rules,
    bool IsSkipped,
    bool HasCases)
{
    public RegoPlace Place => Rules[0].Place;

    public string FullName => $"{Package}.{Name}";
}
