using System.Diagnostics.CodeAnalysis;
using Spaceforge.Files;
using Spaceforge.Launching;
using Spaceforge.Manifests;
using Spaceforge.Model;
using Spaceforge.Sources;
using Spaceforge.Validation;

namespace Spaceforge.Hosting;

/// <summary>Makes the manifest of a plugin, or tells everything that is wrong with its definition.</summary>
sealed class ManifestGeneration([DynamicallyAccessedMembers(PluginDefinition.Needed)] Type type, IPlugin plugin, HostEnvironment environment)
{
    public const string DefaultOutput = "plugin.yaml";

    public int Run(PluginArguments.Generate arguments)
    {
        var sourcePath = SourcePath(arguments.Source);
        var findings = new Findings();
        var definition = ReadDefinition();
        DefinitionValidator.Check(definition, findings);
        // What a worker does not build may be more than a manifest carries.
        var source = arguments.Native is null ? SourceReader.Read(sourcePath, arguments.Portable is null ? findings : new Findings()) : null;

        foreach (var finding in findings.All) environment.Error.WriteLine(finding);
        if (findings.HasErrors) return ExitCodes.UsedWrongly;

        var launch = arguments.Native is var (sums, urlBase)
            ? WorkerLaunch.FromExecutable(definition, NativeExecutable.Read(definition, sums, urlBase))
            : arguments.Portable is { } portable ? WorkerLaunch.FromPortable(definition, source!, PortableProgram.Read(portable))
            : WorkerLaunch.FromSource(definition, source!);
        var yaml = ManifestYaml.Write(ManifestBuilder.Build(definition, launch));
        if (arguments.Output == "-")
        {
            environment.Output.Write(yaml);
            return ExitCodes.Done;
        }

        var output = arguments.Output ?? Path.Combine(Path.GetDirectoryName(sourcePath)!, DefaultOutput);
        WriteManifest(output, yaml);
        environment.Error.WriteLine($"Wrote {output}");
        return ExitCodes.Done;
    }

    /// <exception cref="UsageException">The path cannot be written; nothing has changed.</exception>
    public static void WriteManifest(string path, string yaml)
    {
        try
        {
            AtomicFile.Write(path, yaml);
        }
        catch (IOException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    PluginDefinition ReadDefinition()
    {
        try
        {
            return PluginDefinition.Of(plugin, type);
        }
        catch (Exception e)
        {
            throw DefinitionException.From(type, e, environment.Env.Debug);
        }
    }

    static string SourcePath(string? given)
    {
        // The SDK tells a file-based app where its source is.
        var path = given ?? AppContext.GetData("EntryPointFilePath") as string ?? throw new UsageException(
            "It is not known where the plugin's source is. Use 'spaceforge generate FILE', or add --source FILE.");
        path = Path.GetFullPath(path);
        return File.Exists(path) ? path : throw new UsageException($"There is no source file '{path}'. Add --source FILE.");
    }
}
