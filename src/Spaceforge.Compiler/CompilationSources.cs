using System.Collections.Concurrent;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Spaceforge.Compiler;

/// <summary>What programs from the same sources are compiled from, read once.</summary>
sealed class CompilationSources
{
    readonly ConcurrentDictionary<(string Path, MetadataReferenceProperties Properties), MetadataReference> _references = new();
    readonly ConcurrentDictionary<(string Path, SourceHashAlgorithm Algorithm), SourceText> _texts = new();

    public MetadataReference Reference(CommandLineReference reference) => _references.GetOrAdd(
        (reference.Reference, reference.Properties), key => MetadataReference.CreateFromFile(key.Path, key.Properties));

    public SourceText Text(string path, SourceHashAlgorithm algorithm) => _texts.GetOrAdd((path, algorithm), key =>
    {
        using var stream = File.OpenRead(key.Path);
        // The SDK's compiler reads files that are not UTF-8 in the system's encoding.
        return SourceText.From(
            stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), key.Algorithm);
    });
}
