#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
#:package YamlDotNet@18.1.0
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Spaceforge;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

return await SpaceforgePlugin.RunAsync<Sops>(args);

sealed class Sops : SpaceforgePlugin
{
    const int LargestConfiguration = 1_000_000;
    const int MostLevels = 100;
    const int MostListed = 1_000;
    const string Releases = "https://github.com/getsops/sops/releases/download/v3.11.0";

    public override string Name => "sops";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["secrets", "encryption"];
    public override string Description => """
        Decrypts files with SOPS before the run reads them: those listed under `secrets` in `.sops.yaml`. Either all of them
        are decrypted, or none are and the run fails.
        """;

    [Parameter("Configuration", Variable = "SOPS_SECRETS_LISTED_IN", Description = "The YAML file with the list 'secrets', relative to the project root")]
    public string Configuration { get; init; } = ".sops.yaml";

    [Parameter("Configuration of the repository", Variable = "SOPS_OF_REPOSITORY", Description = "Whether the configuration's path is relative to the repository's root, for repositories with several stacks and one .sops.yaml. The files listed in it are still relative to the project root")]
    public bool OfRepository { get; init; }

    public override IReadOnlyList<Binary> Binaries =>
        [new("sops") { Amd64 = $"{Releases}/sops-v3.11.0.linux.amd64", Arm64 = $"{Releases}/sops-v3.11.0.linux.arm64" }];

    // Tasks may skip init, and destroying a stack may not run it.
    protected override Task BeforeInitAsync(CancellationToken cancellationToken) => DecryptOnceAsync();

    protected override Task BeforePerformAsync(CancellationToken cancellationToken) => DecryptOnceAsync();

    protected override Task BeforeDestroyAsync(CancellationToken cancellationToken) => DecryptOnceAsync();

    async Task DecryptOnceAsync()
    {
        // The workspace and its files outlive the run's containers, and SOPS fails on files that are already decrypted.
        var done = Path.Combine(RunInfo.WorkspaceRoot ?? "/mnt/workspace", "plugins", ".sops-done");
        if (!RunInfo.IsLocal && File.Exists(done)) return;

        var secrets = Secrets();
        if (RunInfo.IsLocal)
        {
            Logger.LogInformation("This is a local run: nothing is decrypted, so that no plaintext ends up in the repository.");
        }
        else
        {
            await DecryptAsync(secrets);
            Directory.CreateDirectory(Path.GetDirectoryName(done)!);
            await File.WriteAllTextAsync(done, "");
            Logger.LogInformation("Decrypted files: {Count}.", secrets.Count);
        }

        // Kubernetes stacks run `kubectl apply -k`, which reads only the files of the kustomization.
        AddToPolicyInput("sops", new JsonObject { ["files"] = new JsonArray([.. secrets.Take(MostListed).Select(secret => (JsonNode)secret)]) });
        await SendMarkdownAsync(new MarkdownBuilder().Heading(1, "Decrypted files").List(secrets.Select(MarkdownText.Code)).ToString());
    }

    async Task DecryptAsync(IReadOnlyList<string> secrets)
    {
        // Only the current user can access this folder.
        var folder = Directory.CreateTempSubdirectory("sops-");
        try
        {
            foreach (var (number, secret) in secrets.Index())
            {
                if (!File.Exists(ProjectPath(secret))) throw new PluginFailedException($"{secret}, which {Configuration} lists, does not exist.");

                // SOPS would block on a FIFO.
                _ = ReadFile(secret);
                var (exitCode, _, error) = await RunCliAsync(
                    new CliOptions { PrintOutput = false }, "sops", "decrypt", "--output", Path.Combine(folder.FullName, $"{number}"), ProjectPath(secret));
                if (exitCode != 0) throw new PluginFailedException($"SOPS cannot decrypt {secret}, so no file was decrypted:\n{string.Join('\n', error)}");
            }

            foreach (var (number, secret) in secrets.Index()) WriteFile(secret, await File.ReadAllBytesAsync(Path.Combine(folder.FullName, $"{number}")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Deep nesting would crash the process instead of failing the hook.
    void CheckDepth(string text)
    {
        var depth = 0;
        for (var parser = new Parser(new StringReader(text)); parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MostLevels) throw new PluginFailedException($"{Configuration} is nested deeper than {MostLevels} levels.");
        }
    }

    IReadOnlyList<string> Secrets()
    {
        var (folder, name) = OfRepository ? (RepositoryFolder, "repository") : (ProjectFolder, "project root");
        if (!Path.Exists(Path.Combine(folder, Configuration))) throw new PluginFailedException($"{Configuration} does not exist in the {name}. Add it, or set the parameter 'Configuration' to another file.");

        var text = Encoding.UTF8.GetString(OfRepository ? ReadRepositoryFile(Configuration, LargestConfiguration) : ReadFile(Configuration, LargestConfiguration)).TrimStart('\uFEFF');
        var yaml = new YamlStream();
        try
        {
            CheckDepth(text);
            yaml.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            // Its message may quote the file.
            throw new PluginFailedException($"{Configuration} is not valid YAML: the first error is at line {e.Start.Line}.");
        }
        catch (InvalidOperationException)
        {
            // From the parser, for brackets whose second line is not indented.
            throw new PluginFailedException($"{Configuration} is not valid YAML: a list or a map in brackets goes on in a line without indentation.");
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or NullReferenceException or InvalidCastException)
        {
            // Also from the parser, which gives no details.
            throw new PluginFailedException($"{Configuration} is not valid YAML: for example, a value has no key, or a tag is not a URI.");
        }

        var secrets = yaml.Documents.Count > 0 && yaml.Documents[0].RootNode is YamlMappingNode root && root.Children.TryGetValue("secrets", out var node) ? node : null;
        return secrets is YamlSequenceNode { Children.Count: > 0 } list && list.All(item => item is YamlScalarNode { Value.Length: > 0 })
            ? [.. list.Select(item => ((YamlScalarNode)item).Value!).Distinct()]
            : throw new PluginFailedException($"{Configuration} has no list of files under 'secrets'. Example:\nsecrets:\n  - secrets.yaml");
    }
}
