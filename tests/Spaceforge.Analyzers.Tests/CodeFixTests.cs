using System.Reflection;
using Microsoft.CodeAnalysis.CodeFixes;
using Spaceforge.CodeFixes;

namespace Spaceforge.Analyzers.Tests;

/// <summary>The fixes as editors find them.</summary>
public sealed class CodeFixTests
{
    [Fact]
    public void Every_fix_is_exported_applies_everywhere_at_once_and_is_for_a_diagnostic_that_exists()
    {
        var codes = PluginProgram.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics)
            .Select(descriptor => descriptor.Id).ToHashSet();
        var fixes = typeof(AwaitFix).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract).ToList();

        Assert.Equal(13, fixes.Count);
        Assert.All(fixes, type =>
        {
            Assert.NotNull(type.GetCustomAttribute<ExportCodeFixProviderAttribute>());
            var fix = (CodeFixProvider)Activator.CreateInstance(type)!;
            Assert.Subset(codes, fix.FixableDiagnosticIds.ToHashSet());
            Assert.NotNull(fix.GetFixAllProvider());
        });
    }
}
