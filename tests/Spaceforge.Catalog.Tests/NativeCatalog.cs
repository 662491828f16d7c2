using System.Text.RegularExpressions;

namespace Spaceforge.Catalog.Tests;

/// <summary>
/// All plugins of the catalog, compiled ahead of time into one executable, so that the runtime and the library are compiled
/// only once, which takes most of a minute. Warnings are errors, including those of the analyzers and the trimmer.
/// </summary>
public sealed partial class NativeCatalog : IAsyncLifetime
{
    readonly Tool _tool = new();

    internal string Executable => _tool.Folder.PathOf("out", "catalog");

    public async ValueTask InitializeAsync()
    {
        var packages = new HashSet<string>();
        var starts = new List<string>();
        foreach (var plugin in Catalog.Names)
        {
            var source = Catalog.TextOf(plugin, "plugin.cs");
            packages.UnionWith(Package().Matches(source)
                .Select(package => $"""<PackageReference Include="{package.Groups[1].Value}" Version="{package.Groups[2].Value}" />"""));
            var space = $"Catalog_{plugin.Replace('-', '_')}";
            starts.Add($"    \"{plugin}\" => await Spaceforge.SpaceforgePlugin.RunAsync<{space}.{Start().Match(source).Groups[1].Value}>(args[1..]),");
            // The line that starts the plugin is where a namespace can go.
            _tool.Folder.Write($"{plugin}.cs", Start().Replace(Directive().Replace(source, ""), $"namespace {space};"));
        }

        _tool.Folder.Write(
            "program.cs", $"return args[0] switch\n{{\n{string.Join('\n', starts)}\n    _ => throw new System.ArgumentException(args[0]),\n}};\n");
        _tool.Folder.Write("catalog.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <!-- A program of several plugins is what this one is for. -->
                <NoWarn>$(NoWarn);SF1007</NoWarn>
                <PublishAot>true</PublishAot>
                <InvariantGlobalization>true</InvariantGlobalization>
                <OptimizationPreference>Size</OptimizationPreference>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", packages)}
              </ItemGroup>
            </Project>
            """);

        // This clone's packages, as the tool's builds find them.
        (await _tool.RunAsync("--version")).ShouldExit(0);
        var published = new CommandLine("dotnet", "publish", "catalog.csproj", "-o", "out", "--nologo")
        {
            Folder = _tool.Folder.Path,
            Variables = new Dictionary<string, string?>
            {
                ["NUGET_PACKAGES"] = Repository.PathOf("artifacts", "nuget"),
                ["RestoreAdditionalProjectSources"] = Repository.PathOf("artifacts", "packages"),
                ["CI"] = null,
            },
        };
        (await published.RunAsync()).ShouldExit(0);
    }

    public ValueTask DisposeAsync()
    {
        _tool.Dispose();
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex(@"^#:package (\S+)@(\S+)$", RegexOptions.Multiline)]
    private static partial Regex Package();

    [GeneratedRegex(@"^#[!:].*$", RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex(@"^return await SpaceforgePlugin\.RunAsync<(\w+)>\(args\);$", RegexOptions.Multiline)]
    private static partial Regex Start();
}
