using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Spaceforge.Testing.Generators;

namespace Spaceforge.Analyzers.Tests;

public sealed class PluginSourceGeneratorTests
{
    const string Plugin = """"
        #!/usr/bin/env dotnet
        #:package Spaceforge@1.0.0
        using System;

        Console.WriteLine("starts");
        return await Start(
            args);

        static Task<int> Start(string[] args) => Task.FromResult(0);

        sealed class MyPlugin
        {
            public const string Script = """
        #!/bin/sh
        #:no directive
        return await RunAsync<MyPlugin>(args);
        echo "$(date)" '\n' %5C @(x) ; 🙂
        """;
        }
        """";

    [Fact]
    public void A_plugin_keeps_its_classes_and_the_places_of_them() => Assert.Equal(
        """"
        #nullable enable
        #line 1 "/plugins/my/plugin.cs"


        using System;







        sealed class MyPlugin
        {
            public const string Script = """
        #!/bin/sh
        #:no directive
        return await RunAsync<MyPlugin>(args);
        echo "$(date)" '\n' %5C @(x) ; 🙂
        """;
        }
        """",
        string.Join('\n', Assert.Single(Generated("PluginSource")).Split('\n').Select(line => line.TrimEnd())));

    [Fact]
    public void Other_additional_files_are_left_alone() => Assert.Empty(Generated("AdditionalFiles"));

    static IReadOnlyList<string> Generated(string itemGroup)
    {
        var driver = CSharpGeneratorDriver.Create(
            [new PluginSourceGenerator().AsSourceGenerator()], [new PluginFile()], optionsProvider: new Metadata(itemGroup));
        return [.. driver.RunGenerators(CSharpCompilation.Create("Tests")).GetRunResult().GeneratedTrees.Select(tree => tree.ToString())];
    }

    sealed class PluginFile : AdditionalText
    {
        public override string Path => "/plugins/my/plugin.cs";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(Plugin);
    }

    sealed class Metadata(string itemGroup) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => new Options([]);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Options(new() { ["build_metadata.AdditionalFiles.SourceItemGroup"] = itemGroup });
    }

    sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value!);
    }
}
