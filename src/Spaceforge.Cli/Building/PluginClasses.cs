using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Spaceforge.Cli.Building;

/// <summary>Finds the plugin classes of a built program without loading it.</summary>
static class PluginClasses
{
    /// <exception cref="UsageException">There is none, or there are several.</exception>
    public static void CheckOne(string assembly, string shownFile)
    {
        switch (Find(assembly))
        {
            case [_]:
                return;
            case []:
                throw new UsageException($"{shownFile} has no plugin class. {BuildHints.PluginClass}");
            case var several:
                throw new UsageException(
                    $"{shownFile} has {several.Count} plugin classes: {string.Join(", ", several)}. A plugin must have exactly one; move the others to separate files.");
        }
    }

    static IReadOnlyList<string> Find(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var folder = Path.GetDirectoryName(assembly)!;
        return
        [
            .. metadata.TypeDefinitions
                .Select(metadata.GetTypeDefinition)
                .Where(type => !type.Attributes.HasFlag(TypeAttributes.Abstract) && IsPlugin(metadata, type.BaseType, folder))
                .Select(type => metadata.GetString(type.Name))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Follows base classes up to the library's, including those in packages next to the program.</summary>
    static bool IsPlugin(MetadataReader metadata, EntityHandle baseType, string folder)
    {
        if (baseType.IsNil) return false;
        if (baseType.Kind == HandleKind.TypeDefinition)
        {
            return IsPlugin(metadata, metadata.GetTypeDefinition((TypeDefinitionHandle)baseType).BaseType, folder);
        }
        if (baseType.Kind != HandleKind.TypeReference) return false;

        var reference = metadata.GetTypeReference((TypeReferenceHandle)baseType);
        var (space, name) = (metadata.GetString(reference.Namespace), metadata.GetString(reference.Name));
        if ((space, name) == (nameof(Spaceforge), nameof(SpaceforgePlugin))) return true;
        return reference.ResolutionScope.Kind == HandleKind.AssemblyReference
            && IsPluginOf(metadata.GetString(
                metadata.GetAssemblyReference((AssemblyReferenceHandle)reference.ResolutionScope).Name), space, name, folder);
    }

    static bool IsPluginOf(string assembly, string space, string name, string folder)
    {
        // Framework assemblies are not there and contain no plugins.
        var path = Path.Combine(folder, $"{assembly}.dll");
        if (!File.Exists(path)) return false;

        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var found = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(type => metadata.StringComparer.Equals(type.Name, name) && metadata.StringComparer.Equals(type.Namespace, space))
                .ToList();
        return found is [var definition] && IsPlugin(metadata, definition.BaseType, folder);
    }
}
