using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Spaceforge.Testing.Generators;

/// <summary>
/// Compiles the files in a test project's <c>PluginSource</c> items without their top-level statements, which C# would treat as the
/// entry point; tests have their own.
/// </summary>
[Generator]
public sealed class PluginSourceGenerator : IIncrementalGenerator
{
    const string ItemGroup = "build_metadata.AdditionalFiles.SourceItemGroup";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var plugins = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Where(file => file.Right.GetOptions(file.Left).TryGetValue(ItemGroup, out var group) && group == "PluginSource")
            .Select((file, cancellationToken) => (file.Left.Path, Text: file.Left.GetText(cancellationToken)?.ToString() ?? ""));
        context.RegisterSourceOutput(plugins, (output, plugin) => output.AddSource(
            HintName(plugin.Path), SourceText.From(
                Source(plugin.Path, ProgramText.Without(plugin.Text, output.CancellationToken)), Encoding.UTF8)));
    }

    // Messages and debuggers show the places of the plugin's file. What is generated has nullable types only where it says so.
    static string Source(string path, string text) => $"#nullable enable\n#line 1 \"{path}\"\n{text}";

    static string HintName(string path) => new string([.. path.Select(letter => char.IsLetterOrDigit(letter) ? letter : '_')]) + ".g.cs";
}
