using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Spaceforge.Cli.Commands;
using Spaceforge.Hosting;

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
                throw new UsageException($"{shownFile} has no plugin class. {PluginCode.Hint}");
            case var several:
                throw new UsageException(
                    $"{shownFile} has {several.Count} plugin classes: {string.Join(", ", several)}. A plugin is one class; give the others files of their own.");
        }
    }

    static IReadOnlyList<string> Find(string assembly)
    {
        using var stream = File.OpenRead(assembly);
        using var file = new PEReader(stream);
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.TypeDefinitions
                .Select(metadata.GetTypeDefinition)
                .Where(type => !type.Attributes.HasFlag(TypeAttributes.Abstract) && IsPlugin(metadata, type.BaseType))
                .Select(type => metadata.GetString(type.Name))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Follows base classes within the program; the library's own ends the way.</summary>
    static bool IsPlugin(MetadataReader metadata, EntityHandle baseType) => baseType.Kind switch
    {
        HandleKind.TypeDefinition when !baseType.IsNil =>
            IsPlugin(metadata, metadata.GetTypeDefinition((TypeDefinitionHandle)baseType).BaseType),
        HandleKind.TypeReference => metadata.GetTypeReference((TypeReferenceHandle)baseType) is var reference
            && metadata.StringComparer.Equals(reference.Name, nameof(SpaceforgePlugin))
            && metadata.StringComparer.Equals(reference.Namespace, nameof(Spaceforge)),
        _ => false,
    };
}
