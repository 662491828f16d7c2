using Spaceforge.Rego;

namespace Spaceforge.Cli.Policies;

/// <summary>Modules that are compiled together, with the tests among them.</summary>
sealed record PolicyGroup
{
    /// <summary>The author's modules.</summary>
    public required IReadOnlyList<RegoModule> Modules { get; init; }

    /// <summary>The platform's definitions, which stand in front.</summary>
    public IReadOnlyList<RegoModule> Definitions { get; init; } = [];

    /// <summary>The text of each module, by its file.</summary>
    public required IReadOnlyDictionary<string, string> Texts { get; init; }

    public RegoValue Data { get; init; } = RegoObject.Empty;
}
