using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>A policy as it is given to Spacelift.</summary>
sealed record PolicyText
{
    /// <summary>What reports call it.</summary>
    public string Name { get; init; } = "policy";

    /// <summary>Null where it is not known: then the body is checked as Rego alone.</summary>
    public PolicyKind? Kind { get; init; }

    /// <summary>By the engine type; Spacelift takes v0 where none is given.</summary>
    public RegoVersion Version { get; init; } = RegoVersion.V0;

    /// <summary>The engine type was given, and not left to Spacelift.</summary>
    public bool NamesEngine { get; init; } = true;

    public required string Body { get; init; }

    /// <summary>The name under which the body's places are reported.</summary>
    public string File { get; init; } = "policy.rego";

    /// <summary>By the names of a manifest.</summary>
    public static PolicyText Of(string name, string type, string? engine, string body) => new()
    {
        Name = name,
        Kind = PolicyKind.Find(type),
        Version = engine == "REGO_V1" ? RegoVersion.V1 : RegoVersion.V0,
        NamesEngine = engine is not null,
        Body = body,
    };
}
