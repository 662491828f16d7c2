namespace Spaceforge.Tests.Shared;

/// <summary>Sources of plugins.</summary>
static class PluginText
{
    /// <summary>The project of a plugin that is no file-based app.</summary>
    public const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
          <ItemGroup><PackageReference Include="Spaceforge" Version="1.0.0" /></ItemGroup>
        </Project>
        """;

    /// <summary>A plugin with one hook.</summary>
    /// <param name="hook">The statements of its after_plan.</param>
    /// <param name="declarations">Members of the class.</param>
    /// <param name="directives">Lines at the head of the file.</param>
    public static string With(string hook = "", string declarations = "", string directives = "") => $$"""
        #!/usr/bin/env dotnet
        #:package Spaceforge@1.0.0
        {{directives}}
        using Microsoft.Extensions.Logging;
        using Spaceforge;

        return await SpaceforgePlugin.RunAsync<MyPlugin>(args);

        sealed class MyPlugin : SpaceforgePlugin
        {
            public override string Name => "my-plugin";
            {{declarations}}
            protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
            {
                {{hook}}
                await Task.Yield();
            }
        }

        """;
}
