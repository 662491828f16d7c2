using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Spaceforge.Tests.Scaffolding;

/// <summary>A plugin's one file, compiled as the SDK compiles it, without a process for each.</summary>
static class CompiledPlugin
{
    const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    static readonly CSharpParseOptions FileBased = new CSharpParseOptions(LanguageVersion.CSharp14)
        .WithFeatures([new("FileBasedProgram", "true")]);

    static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is { } name
                && (name.StartsWith("System.", StringComparison.Ordinal)
                    || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) || name is "Spaceforge.dll" or "netstandard.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static SpaceforgePlugin Create(string source) =>
        (SpaceforgePlugin)Activator.CreateInstance(Load(source).GetTypes().Single(type => type.IsSubclassOf(typeof(SpaceforgePlugin))))!;

    /// <summary>Compiles many plugins as one program.</summary>
    /// <param name="sources">Each with a class of another name.</param>
    public static SpaceforgePlugin[] CreateAll(IReadOnlyList<string> sources)
    {
        var classes = sources.Select(source => source[source.IndexOf("sealed class ", StringComparison.Ordinal)..]).ToArray();
        var program = Load($"using Spaceforge;\n\nreturn 0;\n\n{string.Join('\n', classes)}");
        return
        [
            .. classes.Select(text => (SpaceforgePlugin)Activator.CreateInstance(program.GetType(text.Split(' ')[2])!)!),
        ];
    }

    /// <summary>Puts the plugin as a program into a folder.</summary>
    /// <returns>What <c>dotnet exec</c> runs.</returns>
    public static string Save(string source, string folder)
    {
        var file = Path.Combine(folder, "plugin.dll");
        using (var image = Compile(source)) File.WriteAllBytes(file, image.ToArray());
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Spaceforge.Tests.runtimeconfig.json"), Path.ChangeExtension(
            file, ".runtimeconfig.json"));
        foreach (var library in (string[])[
            "Spaceforge.dll", "Microsoft.Extensions.Logging.Abstractions.dll", "Microsoft.Extensions.DependencyInjection.Abstractions.dll"])
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, library), Path.Combine(folder, library));
        }

        return file;
    }

    /// <summary>Warnings fail it too.</summary>
    public static Assembly Load(string source)
    {
        using var image = Compile(source);
        return new AssemblyLoadContext("plugin", isCollectible: true).LoadFromStream(image);
    }

    static MemoryStream Compile(string source)
    {
        var compilation = CSharpCompilation.Create(
            "plugin",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, FileBased), CSharpSyntaxTree.ParseText(source, FileBased)],
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        var image = new MemoryStream();
        var result = compilation.Emit(image);
        var told = result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).ToArray();
        Assert.True(told.Length == 0, $"{string.Join('\n', told.Take(5))}\n{source}");
        image.Position = 0;
        return image;
    }
}
