using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Policies;

/// <summary>Modules that are compiled together, with the tests among them.</summary>
sealed record PolicyGroup
{
    /// <summary>The author's modules.</summary>
    public required IReadOnlyList<RegoModule> Modules { get; init; }

    /// <summary>The type whose definitions stand in front; null for none.</summary>
    public PolicyKind? Kind { get; init; }

    /// <summary>The type was told by the rules alone.</summary>
    public bool IsGuess { get; init; }

    /// <summary>The text of each module, by its file.</summary>
    public required IReadOnlyDictionary<string, string> Texts { get; init; }

    public RegoValue Data { get; init; } = RegoObject.Empty;

    /// <exception cref="RegoException">It does not compile.</exception>
    public RegoPolicy Compile()
    {
        if (Kind is null) return RegoPolicy.Compile(Modules, []);
        try
        {
            var modules = PolicyPrelude.Compiled(Kind, Modules[0].Version, [.. Modules]);
            return RegoPolicy.Compile(modules, PolicyCheck.Provided);
        }
        catch (RegoException) when (IsGuess)
        {
            return RegoPolicy.Compile(Modules, []);
        }
    }
}
