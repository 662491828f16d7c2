
namespace Spaceforge.Rego.Tests;

/// <summary>OPA's own cases, one test each. Those that do not pass are listed in NotPassing.txt, each with its reason.</summary>
public sealed class ComplianceTests
{
    // Some notes stand for several cases: those have a number after it.
    static readonly Lazy<Dictionary<string, RegoCase>> Cases = new(() => RegoCase.All.GroupBy(c => c.Note, StringComparer.Ordinal)
        .SelectMany(g => g.Select((c, i) => (Name: i == 0 ? c.Note : $"{c.Note} ({i + 1})", Case: c)))
        .ToDictionary(p => p.Name, p => p.Case, StringComparer.Ordinal));

    public static IEnumerable<ITheoryDataRow> Notes => RegoCase.Folder is null
        ? [new TheoryDataRow<string>("") { Skip = "no cases: neither SPACEFORGE_REGO_CASES nor ../shared/rego/cases is a folder" }]
        : Cases.Value.Keys.Select(note => new TheoryDataRow<string>(note)
        {
            TestDisplayName = note,
            Label = "",
            Skip = NotPassing.Reason(Cases.Value[note]) is { } reason ? $"does not pass: {reason}" : null,
        });

    [Theory]
    [MemberData(nameof(Notes))]
    public void Case(string note) => Assert.Null(Cases.Value[note].Run());
}
