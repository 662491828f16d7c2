using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using Spaceforge.Files;
using Spaceforge.Hooks;
using Spaceforge.Launching;
using Spaceforge.Manifests;
using Spaceforge.Model;
using Spaceforge.Sources;
using Spaceforge.Validation;

namespace Spaceforge.Hosting;

/// <summary>Generates a plugin's manifest, or reports all problems with its definition.</summary>
sealed class ManifestGeneration(
    [DynamicallyAccessedMembers(PluginDefinition.Needed)] Type type, IPlugin plugin, HostEnvironment environment)
{
    public const string DefaultOutput = "plugin.yaml";

    /// <returns>A function that writes the manifest; null if the definition is invalid, which has been reported.</returns>
    public Action? Prepare(PluginArguments.Generate arguments)
    {
        var sourcePath = SourcePath(arguments.Source);
        var findings = new Findings();
        var definition = ReadDefinition();
        DefinitionValidator.Check(definition, findings);
        // What a worker does not build may be more than a manifest carries.
        var isBuilt = arguments.Portable is not null || arguments.Native is not null;
        var source = arguments.Native is { UrlBase: not null } ? null : SourceReader.Read(sourcePath, isBuilt ? new Findings() : findings);

        foreach (var finding in findings.All) environment.Error.WriteLine(finding);
        foreach (var method in Lookalikes(type, definition.Hooks)) environment.Error.WriteLine(LookalikeWarning(method, definition.Hooks));
        if (findings.HasErrors) return null;

        var launch = arguments switch
        {
            { Native: { UrlBase: { } urlBase } native } =>
                WorkerLaunch.FromExecutable(definition, NativeExecutable.Read(definition, native.Sums, urlBase)),
            { Native: { } native } => WorkerLaunch.FromEmbedded(definition, source!, EmbeddedExecutable.Read(definition, native.Sums)),
            { Portable: { } portable } => WorkerLaunch.FromPortable(definition, source!, PortableProgram.Read(portable)),
            _ => WorkerLaunch.FromSource(definition, source!),
        };
        var yaml = ManifestYaml.Write(ManifestBuilder.Build(definition, launch));
        var size = Encoding.UTF8.GetByteCount(yaml);
        if (ManifestLimit.Error(size) is { } error) throw new UsageException(error);
        if (arguments.Output == "-") return () => environment.Output.Write(yaml);

        var output = arguments.Output ?? Path.Combine(Path.GetDirectoryName(sourcePath)!, DefaultOutput);
        return () =>
        {
            WriteManifest(output, yaml);
            environment.Error.WriteLine($"Wrote {output}");
            if (isBuilt && ManifestLimit.Warning(size) is { } warning) environment.Error.WriteLine(warning);
        };
    }

    /// <exception cref="UsageException">The path cannot be written; nothing was changed.</exception>
    public static void WriteManifest(string path, string yaml)
    {
        try
        {
            AtomicFile.WriteInRepository(path, yaml);
        }
        catch (IOException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    /// <summary>Reports methods that look like hooks but override nothing. An analyzer reports the same in editors.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A program that is trimmed makes no manifest.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A program that is trimmed makes no manifest.")]
    static IEnumerable<MethodInfo> Lookalikes(Type plugin, IReadOnlyList<Hook> hooks)
    {
        const BindingFlags Own =
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (var type = plugin; !HookOverrides.IsBase(type); type = type.BaseType!)
        {
            foreach (var method in type.GetMethods(Own))
            {
                // If the hook is overridden, a method with a similar name is its helper.
                if (HookNames.Suggest(method.Name) is { } hook && !hooks.Contains(HookNames.Parse(hook)!.Value)) yield return method;
            }
        }
    }

    static string LookalikeWarning(MethodInfo method, IReadOnlyList<Hook> hooks)
    {
        var wanted = HookNames.MethodOf(HookNames.Parse(HookNames.Suggest(method.Name)!)!.Value);
        return $"warning SF1001: {method.DeclaringType!.Name}.{method.Name}: it overrides nothing, so it is never called; "
            + $"write protected override Task {wanted}(CancellationToken cancellationToken). "
            + (hooks.Count == 0 ? "The manifest has no hook methods."
                : $"The manifest has the hooks {string.Join(", ", hooks.Select(HookNames.NameOf))}.");
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
        // The SDK tells a file-based app the path of its source.
        var path = given ?? AppContext.GetData("EntryPointFilePath") as string ?? throw new UsageException(
            "The plugin's source cannot be located. Use 'spaceforge generate FILE', or add --source FILE.");
        path = Path.GetFullPath(path);
        return File.Exists(path) ? path : throw new UsageException($"The source file '{path}' does not exist. Add --source FILE.");
    }
}
