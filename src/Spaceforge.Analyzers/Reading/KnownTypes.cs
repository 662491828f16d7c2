using Microsoft.CodeAnalysis;

namespace Spaceforge.Analyzers.Reading;

/// <summary>The library's types, looked up once per compilation.</summary>
sealed class KnownTypes
{
    KnownTypes(Compilation compilation, INamedTypeSymbol plugin)
    {
        Plugin = plugin;
        Parameter = compilation.GetTypeByMetadataName("Spaceforge.Parameter");
        ParameterAttribute = compilation.GetTypeByMetadataName("Spaceforge.ParameterAttribute");
        ParameterReference = compilation.GetTypeByMetadataName("Spaceforge.ParameterReference");
        ParameterValue = compilation.GetTypeByMetadataName("Spaceforge.ParameterValue");
        Variable = compilation.GetTypeByMetadataName("Spaceforge.Variable");
        Webhook = compilation.GetTypeByMetadataName("Spaceforge.Webhook");
        HookCommands = compilation.GetTypeByMetadataName("Spaceforge.HookCommands");
        MountedFile = compilation.GetTypeByMetadataName("Spaceforge.MountedFile");
        Policy = compilation.GetTypeByMetadataName("Spaceforge.Policy");
        EnvironmentVariables = compilation.GetTypeByMetadataName("Spaceforge.EnvironmentVariables");
        Environment = compilation.GetTypeByMetadataName("System.Environment");
    }

    public INamedTypeSymbol Plugin { get; }
    public INamedTypeSymbol? Parameter { get; }
    public INamedTypeSymbol? ParameterAttribute { get; }
    public INamedTypeSymbol? ParameterReference { get; }
    public INamedTypeSymbol? ParameterValue { get; }
    public INamedTypeSymbol? Variable { get; }
    public INamedTypeSymbol? Webhook { get; }
    public INamedTypeSymbol? HookCommands { get; }
    public INamedTypeSymbol? MountedFile { get; }
    public INamedTypeSymbol? Policy { get; }
    public INamedTypeSymbol? EnvironmentVariables { get; }
    public INamedTypeSymbol? Environment { get; }

    /// <summary>The types, or null in a program that does not reference the library.</summary>
    public static KnownTypes? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Spaceforge.SpaceforgePlugin") is { } plugin ? new KnownTypes(compilation, plugin) : null;

    public bool IsPlugin(ITypeSymbol? type)
    {
        for (var current = type?.BaseType; current is not null; current = current.BaseType)
        {
            if (Is(current, Plugin)) return true;
        }

        return false;
    }

    public static bool Is(ISymbol? symbol, ISymbol? other) => other is not null && SymbolEqualityComparer.Default.Equals(symbol, other);
}
