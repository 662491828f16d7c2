#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
#:package YamlDotNet@18.1.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Spaceforge;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

return await SpaceforgePlugin.RunAsync<EnvironmentManager>(args);

sealed class EnvironmentManager : SpaceforgePlugin
{
    const int LargestDefinition = 1_000_000;
    const int MostListed = 200;
    const int MostCharacters = 60;

    public override string Name => "environment-manager";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["environment", "variables", "gitops"];
    public override string Description => """
        Keeps the environment variables and mounted files of stacks and contexts as one file in the repository defines them.

        Each run shows what differs. Tracked runs apply what they showed, after they were confirmed.
        """;

    [Parameter("File", Id = "environment_manager_file", Description = "The YAML or JSON file with the environments, relative to the project root")]
    public string DefinitionFile { get; init; } = "environments.yaml";

    [Parameter("File of the repository", Id = "environment_manager_of_repository", Description = "Whether the file's path is relative to the repository's root")]
    public bool OfRepository { get; init; }

    [Parameter("Unconfirmed", Id = "environment_manager_unconfirmed", Description = "Whether to apply changes also if the run finishes without an apply phase, because Terraform has nothing to change and so nobody is asked to confirm")]
    public bool Unconfirmed { get; init; }

    [Parameter("API key ID", Id = "environment_manager_key_id", Description = "The ID of a Spacelift API key; without one, the run's own token is used")]
    public string KeyId { get; init; } = "";

    [Parameter("API key secret", Id = "environment_manager_key_secret", Description = "The secret of the API key", Sensitive = true)]
    public string KeySecret { get; init; } = "";

    public override IReadOnlyList<Policy> Policies =>
    [
        new("environment-manager", PolicyType.Plan, """
            package spacelift

            environments := input.third_party_metadata.custom.environment_manager

            warn contains message if {
              environments.counts.remove > 0
              message := sprintf("%d to remove: %s", [environments.counts.remove, concat(", ", array.slice(environments.removed, 0, 10))])
            }

            warn contains message if {
              environments.drift
              counts := environments.counts
              message := sprintf("%d settings drifted from the file", [(counts.add + counts.change) + counts.remove])
            }

            # Removing the result, or a part of it, must not go unseen.
            warn contains "environment-manager wrote no result, so removals were not checked" if not complete

            complete if {
              is_number(environments.counts.add)
              is_number(environments.counts.change)
              is_number(environments.counts.remove)
              is_array(environments.removed)
              is_boolean(environments.drift)
            }

            """)
        {
            EngineType = PolicyEngineType.RegoV1,
        },
    ];

    bool IsDriftDetection => RunInfo.Trigger?.Contains("drift", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Where after_plan leaves the checksum of what it showed, which is all that may be applied.</summary>
    string ShownPlan => Path.Combine(RunInfo.WorkspaceRoot ?? "/mnt/workspace", "plugins", Name, "shown-plan");

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(await ConnectAsync(cancellationToken), cancellationToken);
        var drifted = IsDriftDetection && plan.Changes.Count > 0;
        if (!RunInfo.IsLocal)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(ShownPlan)!);
            await File.WriteAllTextAsync(ShownPlan, $"{plan.Changes.Count} {plan.Checksum()}", cancellationToken);
        }

        Log(plan);
        AddToPolicyInput("environment_manager", new JsonObject
        {
            ["counts"] = new JsonObject
            {
                ["add"] = plan.Count(ChangeKind.Add),
                ["change"] = plan.Count(ChangeKind.Change),
                ["remove"] = plan.Count(ChangeKind.Remove),
                ["unchanged"] = plan.Unchanged,
                ["unmanaged"] = plan.Unmanaged.Count,
            },
            ["drift"] = drifted,
            ["removed"] = new JsonArray(
                [.. plan.Changes.Where(change => change.Kind == ChangeKind.Remove).Take(MostListed).Select(change => (JsonNode)$"{change}")]),
        });
        var later = plan.Changes.Count == 0 ? "Nothing has to be changed."
            : RefusalToApply() is { } refusal ? $"Nothing will be applied: {refusal}."
            : "The changes will be applied after the run's apply phase.";
        await SendMarkdownAsync(Report(drifted ? "Drift of environments" : "Environments", plan, later), cancellationToken);
    }

    protected override Task AfterApplyAsync(CancellationToken cancellationToken) => ApplyAsync(cancellationToken);

    protected override async Task AfterRunAsync(CancellationToken cancellationToken)
    {
        // Without changes of Terraform's own, a run has no apply phase.
        var isOver = RunInfo.FinalState == RunState.Finished && RefusalToApply() is null;
        if (!isOver || ReadShownPlan() is not { Changes: > 0 } shown) return;

        if (Unconfirmed)
        {
            await ApplyAsync(cancellationToken);
            return;
        }

        Logger.LogWarning(
            "{Count} changes were not applied: the run had no apply phase, so nobody confirmed them. The parameter 'Unconfirmed' allows that.",
            shown.Changes);
    }

    async Task ApplyAsync(CancellationToken cancellationToken)
    {
        if (RefusalToApply() is { } refusal)
        {
            Logger.LogInformation("Nothing is applied: {Reason}.", refusal);
            return;
        }

        var shown = ReadShownPlan()
            ?? throw new PluginFailedException("Nothing was applied: this run has shown no plan of the environments.");
        var client = await ConnectAsync(cancellationToken);
        var plan = await PlanAsync(client, cancellationToken);
        if (plan.Checksum() != shown.Checksum)
        {
            throw new PluginFailedException(
                "Nothing was applied: the environments, or the values of secrets, have changed since the plan was shown. Start another run.");
        }

        // Each plan is applied once, even if a later hook fails and the phase is run again.
        File.Delete(ShownPlan);
        foreach (var (number, change) in plan.Changes.Index())
        {
            try
            {
                await ApplyAsync(client, change, cancellationToken);
                Logger.LogInformation("Applied: {Change}", change.Sentence);
            }
            catch (Exception e) when (e is SpaceliftApiException or PluginFailedException)
            {
                var failure = $"Only the first {number} of {plan.Changes.Count} changes were applied. {change.Sentence}: {e.Message}";
                await SendMarkdownAsync(Report("Environments", plan, failure), CancellationToken.None);
                throw new PluginFailedException(failure);
            }
        }

        var result = plan.Changes.Count == 0 ? "Nothing had to be changed." : "All changes were applied.";
        await SendMarkdownAsync(Report("Environments", plan, result), cancellationToken);
    }

    static async Task ApplyAsync(SpaceliftClient client, Change change, CancellationToken cancellationToken)
    {
        var kind = change.Target.IsContext ? "context" : "stack";
        var variables = new JsonObject { ["target"] = change.Target.Id };
        if (change.Wanted is not { } wanted)
        {
            variables["id"] = change.Name;
            await client.QueryAsync(
                $$"""
                mutation Remove($target: ID!, $id: ID!) { removed: {{kind}}ConfigDelete({{kind}}: $target, id: $id) { id } }
                """,
                variables, cancellationToken: cancellationToken);
            return;
        }

        variables["config"] = new JsonObject
        {
            ["id"] = wanted.Name,
            ["type"] = wanted.Type,
            ["value"] = wanted.Value,
            ["writeOnly"] = wanted.WriteOnly,
        };
        // Setting the same value twice does no harm.
        var answer = await client.QueryAsync(
            $$"""
            mutation Set($target: ID!, $config: ConfigInput!) {
              set: {{kind}}ConfigAdd({{kind}}: $target, config: $config) { id checksum writeOnly }
            }
            """,
            variables, new ApiOptions { RetryMutation = true }, cancellationToken);
        if ((string?)answer["set"]?["checksum"] != wanted.Checksum || (bool?)answer["set"]?["writeOnly"] != wanted.WriteOnly)
            throw new PluginFailedException("Spacelift has stored something else.");
    }

    /// <summary>Why this run must not change anything, or null.</summary>
    string? RefusalToApply() =>
        RunInfo.IsLocal || RunInfo.IsLocalPreview ? "this is a local run"
        : RunInfo.Type != RunType.Tracked ? "only tracked runs do that"
        : RunInfo.StackBranch is null || RunInfo.StackBranch != RunInfo.CommitBranch ? "the commit is not on the stack's branch"
        : null;

    (int Changes, string Checksum)? ReadShownPlan() =>
        File.Exists(ShownPlan) && File.ReadAllText(ShownPlan).Split(' ') is [var count, var checksum]
        && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var changes)
            ? (changes, checksum) : null;

    async Task<SpaceliftClient> ConnectAsync(CancellationToken cancellationToken)
    {
        if (KeyId.Length > 0 != KeySecret.Length > 0)
            throw new PluginFailedException("'API key ID' and 'API key secret' must be set together.");
        return KeyId.Length > 0 ? await ConnectAsUserAsync(KeyId, KeySecret, cancellationToken) : Services.Spacelift;
    }

    async Task<EnvironmentPlan> PlanAsync(SpaceliftClient client, CancellationToken cancellationToken)
    {
        var reader = new DefinitionReader(DefinitionFile, name => Env.Get(name), path => Read(path, Setting.LargestFile));
        var targets = reader.Read(ReadDefinition());
        foreach (var secret in reader.Secrets) AddMask(secret);

        var current = new List<IReadOnlyDictionary<string, Element>>();
        var unknown = new List<Target>();
        foreach (var target in targets)
        {
            if (await ReadAsync(client, target, cancellationToken) is { } elements) current.Add(elements);
            else unknown.Add(target);
        }

        if (unknown.Count > 0)
        {
            var list = string.Join('\n', unknown.Take(MostListed).Select(target => $"- {target}"));
            throw new PluginFailedException($"{DefinitionFile} names what does not exist or may not be read, so nothing is applied:\n{list}");
        }

        return EnvironmentPlan.Of(targets, current);
    }

    byte[] ReadDefinition()
    {
        var (folder, name) = OfRepository ? (RepositoryFolder, "repository") : (ProjectFolder, "project root");
        return Path.Exists(Path.Combine(folder, DefinitionFile))
            ? Read(DefinitionFile, LargestDefinition)
            : throw new PluginFailedException($"{DefinitionFile} does not exist in the {name}. Add it, or set the parameter 'File' to another file.");
    }

    byte[] Read(string path, int limit) => OfRepository ? ReadRepositoryFile(path, limit) : ReadFile(path, limit);

    /// <summary>What a stack or context has itself, or null if there is no such stack or context.</summary>
    static async Task<IReadOnlyDictionary<string, Element>?> ReadAsync(
        SpaceliftClient client, Target target, CancellationToken cancellationToken)
    {
        var fields = target.IsContext
            ? "context(id: $id) { config { id checksum type value writeOnly } }"
            : "stack(id: $id) { runtimeConfig { context { id } element { id checksum type value writeOnly runtime } } }";
        var answer = await client.QueryAsync(
            $"query Environment($id: ID!) {{ {fields} }}", new JsonObject { ["id"] = target.Id }, cancellationToken: cancellationToken);
        if ((target.IsContext ? answer["context"] : answer["stack"]) is not JsonObject found) return null;

        // A stack's list also has what its contexts and the platform add.
        var elements = target.IsContext
            ? found["config"]!.AsArray()
            : found["runtimeConfig"]!.AsArray().Where(item => item!["context"] is null).Select(item => item!["element"]);
        return elements.OfType<JsonObject>().Where(element => (bool?)element["runtime"] != true).Select(Element.Of)
            .ToDictionary(element => element.Name, StringComparer.Ordinal);
    }

    void Log(EnvironmentPlan plan)
    {
        foreach (var change in plan.Changes.Take(MostListed)) Logger.LogInformation("{Change}", change.Sentence);
        Logger.LogInformation("Environments: {Totals}", plan.Totals);
    }

    static string Report(string title, EnvironmentPlan plan, string result)
    {
        var report = new MarkdownBuilder().Heading(1, title).Paragraph(plan.Totals).Paragraph(result);
        if (plan.Changes.Count > 0)
        {
            report.Table(
                ["Change", "Of", "Name", "Before", "After"],
                plan.Changes.Select(change => (MarkdownText[])
                    [change.Badge, $"{change.Target}", MarkdownText.Code(change.Name), change.Before(MostCharacters), change.After(MostCharacters)]),
                MostListed);
        }

        if (plan.Unmanaged.Count > 0)
        {
            var rows = plan.Unmanaged.Select(item => (MarkdownText[])[$"{item.Target}", MarkdownText.Code(item.Name)]);
            report.Collapsible("Not in the file, and kept", more => more.Table(["Of", "Name"], rows, MostListed));
        }

        return report.ToString();
    }
}

enum ChangeKind { Add, Change, Remove }

/// <summary>A stack or a context, and what the file says about it.</summary>
sealed record Target(bool IsContext, string Id)
{
    /// <summary>Whether everything that the file does not list is removed.</summary>
    public bool Exclusive { get; init; }

    public IReadOnlyList<string> Remove { get; init; } = [];

    public IReadOnlyList<Setting> Settings { get; init; } = [];

    public override string ToString() => $"{(IsContext ? "context" : "stack")} {Id}";
}

/// <summary>A variable or a mounted file that the file asks for; the value of a mounted file is Base64, as the API has it.</summary>
sealed record Setting(string Name, bool IsFile, string Value, bool WriteOnly, bool IsSecret)
{
    public const int LargestFile = 2_000_000;

    public string Type => IsFile ? "FILE_MOUNT" : "ENVIRONMENT_VARIABLE";

    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Value)));
}

/// <summary>A variable or a mounted file that Spacelift has. The value of a write-only one is null; its checksum is always there.</summary>
sealed record Element(string Name, string Type, string? Value, bool WriteOnly, string Checksum)
{
    public static Element Of(JsonObject json) =>
        new((string)json["id"]!, (string)json["type"]!, (string?)json["value"], (bool)json["writeOnly"]!, (string)json["checksum"]!);

    public bool Is(Setting wanted) =>
        Type == wanted.Type && WriteOnly == wanted.WriteOnly && string.Equals(Checksum, wanted.Checksum, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One difference between the file and Spacelift.</summary>
sealed record Change(ChangeKind Kind, Target Target, string Name, Setting? Wanted, Element? Current)
{
    public MarkdownText Badge => Kind switch
    {
        ChangeKind.Add => "🟢 Add",
        ChangeKind.Change => "🟡 Change",
        _ => MarkdownText.Bold("🔴 Remove"),
    };

    public string Sentence => $"{Kind} {(Wanted?.IsFile ?? Current?.Type == "FILE_MOUNT" ? "file" : "variable")} {Name} of {Target}";

    public MarkdownText Before(int longest) =>
        Current is null ? "" : Show(Current.Type == "FILE_MOUNT", Current.WriteOnly || IsHidden, Current.Value, longest);

    public MarkdownText After(int longest) => Wanted is null ? "" : Show(Wanted.IsFile, IsHidden, Wanted.Value, longest);

    public override string ToString() => $"{Target}: {Name}";

    // What becomes a secret was one before, too.
    bool IsHidden => Wanted is { WriteOnly: true } or { IsSecret: true };

    static MarkdownText Show(bool isFile, bool isHidden, string? value, int longest) =>
        isHidden ? MarkdownText.Verbatim("*not shown*")
        : isFile ? MarkdownText.Verbatim("*file*")
        : MarkdownText.Code(ShortText.Of(value, longest));
}

sealed record EnvironmentPlan(IReadOnlyList<Change> Changes, int Unchanged, IReadOnlyList<(Target Target, string Name)> Unmanaged)
{
    public string Totals =>
        $"{Count(ChangeKind.Add)} to add, {Count(ChangeKind.Change)} to change, {Count(ChangeKind.Remove)} to remove, {Unchanged} unchanged.";

    public int Count(ChangeKind kind) => Changes.Count(change => change.Kind == kind);

    /// <summary>Compares what the file asks for with what Spacelift has, target by target.</summary>
    public static EnvironmentPlan Of(IReadOnlyList<Target> targets, IReadOnlyList<IReadOnlyDictionary<string, Element>> current)
    {
        var changes = new List<Change>();
        var unmanaged = new List<(Target, string)>();
        var unchanged = 0;
        foreach (var (target, elements) in targets.Zip(current))
        {
            foreach (var wanted in target.Settings)
            {
                var element = elements.GetValueOrDefault(wanted.Name);
                if (element?.Is(wanted) == true) unchanged++;
                else changes.Add(new(element is null ? ChangeKind.Add : ChangeKind.Change, target, wanted.Name, wanted, element));
            }

            var listed = target.Settings.Select(setting => setting.Name).ToHashSet(StringComparer.Ordinal);
            var others = elements.Values.Where(element => !listed.Contains(element.Name));
            foreach (var element in others.OrderBy(element => element.Name, StringComparer.Ordinal))
            {
                if (target.Exclusive || target.Remove.Contains(element.Name))
                    changes.Add(new(ChangeKind.Remove, target, element.Name, null, element));
                else
                    unmanaged.Add((target, element.Name));
            }
        }

        return new(changes, unchanged, unmanaged);
    }

    /// <summary>A checksum of every change with its values, and of what Spacelift has instead.</summary>
    public string Checksum()
    {
        var all = new JsonArray([.. Changes.Select(change => (JsonNode)new JsonArray(
            $"{change.Kind}", $"{change}", change.Wanted?.Type, change.Wanted?.Checksum, change.Wanted?.WriteOnly,
            change.Current?.Type, change.Current?.Checksum, change.Current?.WriteOnly))]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToJsonString())));
    }
}

/// <summary>Reads the file, and collects everything that is wrong with it.</summary>
sealed class DefinitionReader(string file, Func<string, string?> environment, Func<string, byte[]> readFile)
{
    const int MostLevels = 20;
    const int MostNodes = 100_000;
    const int MostTargets = 500;
    const int MostMistakes = 50;

    static readonly Regex VariableName = new("^[A-Za-z_][A-Za-z0-9_]{0,254}$", RegexOptions.CultureInvariant);
    static readonly Regex TargetId = new("^[A-Za-z0-9][A-Za-z0-9_-]{0,254}$", RegexOptions.CultureInvariant);

    readonly List<string> _mistakes = [];
    int _nodes;

    /// <summary>Values that come from the environment.</summary>
    public List<string> Secrets { get; } = [];

    public IReadOnlyList<Target> Read(byte[] content)
    {
        var root = Parse(content);
        var targets = new List<Target>();
        if (root is not JsonObject definition)
        {
            Mistake("", "must have 'stacks' or 'contexts'");
        }
        else
        {
            // Keys that start with x- hold what other parts refer to with anchors.
            Expect(
                "", definition, name => name is "contexts" or "stacks" || name.StartsWith("x-", StringComparison.Ordinal), "contexts, stacks");
            targets.AddRange(ReadTargets(definition, "contexts", isContext: true));
            targets.AddRange(ReadTargets(definition, "stacks", isContext: false));
            if (targets.Count == 0 && _mistakes.Count == 0) Mistake("", "must have 'stacks' or 'contexts'");
            if (targets.Count > MostTargets) Mistake("", $"has more than {MostTargets} stacks and contexts");
        }

        return _mistakes.Count == 0 ? targets
            : throw Broken($"is not valid:\n{string.Join('\n', _mistakes.Take(MostMistakes).Select(mistake => $"- {mistake}"))}");
    }

    IEnumerable<Target> ReadTargets(JsonObject definition, string section, bool isContext)
    {
        if (!definition.TryGetPropertyValue(section, out var node)) yield break;
        foreach (var (id, value) in Map(section, node).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var place = $"{section}.{id}";
            if (!TargetId.IsMatch(id)) Mistake(place, $"'{id}' is not an id");
            var map = Map(place, value);
            Expect(place, map, name => name is "variables" or "files" or "remove" or "exclusive", "variables, files, remove, exclusive");
            var settings = new List<Setting>();
            settings.AddRange(Optional(place, map, "variables")
                .Select(pair => Variable($"{place}.variables.{pair.Key}", pair.Key, pair.Value)).OfType<Setting>());
            settings.AddRange(Optional(place, map, "files")
                .Select(pair => MountedFile($"{place}.files.{pair.Key}", pair.Key, pair.Value)).OfType<Setting>());

            var remove = map["remove"] is JsonArray list ? list.Select(item => Text(item) ?? "").ToList() : [];
            if (map.ContainsKey("remove") && (map["remove"] is not JsonArray || remove.Contains("")))
                Mistake($"{place}.remove", "must be a list of names");
            foreach (var both in remove.Intersect(settings.Select(setting => setting.Name)))
                Mistake($"{place}.remove", $"'{both}' is also set");
            foreach (var twice in settings.GroupBy(setting => setting.Name).Where(group => group.Count() > 1))
                Mistake(place, $"'{twice.Key}' is a variable and a file");
            yield return new(isContext, id)
            {
                Exclusive = Flag(place, map, "exclusive") ?? false,
                Remove = remove,
                Settings = [.. settings.OrderBy(setting => setting.Name, StringComparer.Ordinal)],
            };
        }
    }

    Setting? Variable(string place, string name, JsonNode? node)
    {
        if (!VariableName.IsMatch(name)) return Mistake(place, $"'{name}' is not the name of a variable");
        if (name.StartsWith("TF_VAR_spacelift_", StringComparison.Ordinal)) return Mistake(place, "Spacelift itself sets this variable");
        if (Text(node) is { } plain) return Checked(new(name, false, plain, WriteOnly: false, IsSecret: false));
        if (node is not JsonObject map) return Mistake(place, "must be a text, or have 'value' or 'fromEnvironment'");

        Expect(place, map, key => key is "value" or "fromEnvironment" or "writeOnly", "value, fromEnvironment, writeOnly");
        var writeOnly = Flag(place, map, "writeOnly");
        return (Text(map["value"]), Text(map["fromEnvironment"])) switch
        {
            ({ } value, null) => Checked(new(name, false, value, writeOnly ?? false, IsSecret: false)),
            (null, { } source) => FromEnvironment(place, source) is { } secret
                ? Checked(new(name, false, secret, writeOnly ?? true, IsSecret: true))
                : null,
            _ => Mistake(place, "must have either 'value' or 'fromEnvironment'"),
        };

        Setting? Checked(Setting setting) => setting.Value.AsSpan().ContainsAny("\r\n\0")
            ? Mistake(place, "a variable cannot have several lines; use a file")
            : setting;
    }

    Setting? MountedFile(string place, string path, JsonNode? node)
    {
        if (path.StartsWith('/') || path.Any(char.IsControl) || path.Split('/').Any(part => part is "" or "." or ".."))
            return Mistake(place, $"'{path}' is not a path relative to /mnt/workspace");
        if (node is not JsonObject map) return Mistake(place, "must have 'content', 'source' or 'fromEnvironment'");

        Expect(
            place, map, key => key is "content" or "source" or "fromEnvironment" or "writeOnly",
            "content, source, fromEnvironment, writeOnly");
        var writeOnly = Flag(place, map, "writeOnly");
        byte[]? content;
        switch (Text(map["content"]), Text(map["source"]), Text(map["fromEnvironment"]))
        {
            case ({ } text, null, null):
                content = Encoding.UTF8.GetBytes(text);
                break;
            case (null, { } source, null):
                content = Source(source);
                break;
            case (null, null, { } variable):
                content = FromEnvironment(place, variable) is { } secret ? Encoding.UTF8.GetBytes(secret) : null;
                writeOnly ??= true;
                break;
            default:
                return Mistake(place, "must have one of 'content', 'source' and 'fromEnvironment'");
        }

        if (content is null) return null;
        return content.Length > Setting.LargestFile
            ? Mistake(place, $"is larger than {Setting.LargestFile:N0} bytes")
            : new(path, true, Convert.ToBase64String(content), writeOnly ?? false, IsSecret: map.ContainsKey("fromEnvironment"));

        byte[]? Source(string source)
        {
            try
            {
                return readFile(source);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or SpaceforgeException)
            {
                Mistake(place, $"cannot read '{source}': {e.Message}");
                return null;
            }
        }
    }

    string? FromEnvironment(string place, string name)
    {
        if (environment(name) is not { Length: > 0 } value)
        {
            Mistake(place, $"the environment variable {name} is not set");
            return null;
        }

        Secrets.Add(value);
        return value;
    }

    bool? Flag(string place, JsonObject map, string name)
    {
        if (!map.TryGetPropertyValue(name, out var node)) return null;
        if (Text(node) is "true" or "false") return Text(node) == "true";

        Mistake($"{place}.{name}", "must be true or false");
        return null;
    }

    JsonObject Optional(string place, JsonObject map, string name) =>
        map.TryGetPropertyValue(name, out var node) ? Map($"{place}.{name}", node) : [];

    JsonObject Map(string place, JsonNode? node)
    {
        if (node is JsonObject map) return map;
        Mistake(place, "must be a map");
        return [];
    }

    void Expect(string place, JsonObject map, Func<string, bool> isKnown, string known)
    {
        foreach (var (name, _) in map.Where(pair => !isKnown(pair.Key))) Mistake(place, $"unknown key '{name}'; known are: {known}");
    }

    static string? Text(JsonNode? node) => node is JsonValue value ? value.GetValue<string>() : null;

    Setting? Mistake(string place, string text)
    {
        _mistakes.Add(place.Length > 0 ? $"{place}: {text}" : text);
        return null;
    }

    /// <summary>The file as JSON in which every scalar is its text, so that 1.10 stays 1.10.</summary>
    JsonNode? Parse(byte[] content)
    {
        var text = Encoding.UTF8.GetString(content).TrimStart('\uFEFF');
        try
        {
            if (file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                using var json = JsonDocument.Parse(text, new() { AllowDuplicateProperties = false, MaxDepth = MostLevels });
                return ToJson(json.RootElement);
            }

            CheckDepth(text);
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents.Count == 1 ? ToJson(yaml.Documents[0].RootNode, 0) : throw Broken("must have one document");
        }
        catch (YamlException e)
        {
            // Its message may quote the file.
            throw Broken($"is not valid YAML: the first error is at line {e.Start.Line}.");
        }
        catch (JsonException e)
        {
            throw Broken($"is not valid JSON: the first error is at line {e.LineNumber + 1}.");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException or InvalidCastException)
        {
            // From the parsers, which give no details.
            throw Broken("is not valid: for example, a text has half of a character, a list in brackets goes on in a line without indentation, a value has no key, or a tag is not a URI.");
        }
    }

    JsonNode? ToJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject(
            json.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, ToJson(member.Value)))),
        JsonValueKind.Array => new JsonArray([.. json.EnumerateArray().Select(ToJson)]),
        JsonValueKind.Null => null,
        JsonValueKind.String => JsonValue.Create(json.GetString()),
        _ => JsonValue.Create(json.GetRawText()),
    };

    // Aliases can make a small file endless.
    JsonNode? ToJson(YamlNode node, int level)
    {
        if (level > MostLevels || ++_nodes > MostNodes) throw Broken("is nested too deeply, or too large.");
        if (!node.Tag.IsEmpty && !node.Tag.Value.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal))
            throw Broken($"has the unknown tag {node.Tag.Value} at line {node.Start.Line}.");

        return node switch
        {
            YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" } => null,
            YamlScalarNode scalar => JsonValue.Create(scalar.Value),
            YamlSequenceNode list => new JsonArray([.. list.Select(item => ToJson(item, level + 1))]),
            YamlMappingNode map => ToJsonObject(map, level),
            _ => throw Broken($"has an unknown node at line {node.Start.Line}."),
        };
    }

    JsonObject ToJsonObject(YamlMappingNode map, int level)
    {
        var own = new JsonObject();
        var merged = new List<JsonNode?>();
        foreach (var (key, value) in map)
        {
            if (key is not YamlScalarNode { Value: { } name }) throw Broken($"has a key that is not a text at line {key.Start.Line}.");
            var converted = ToJson(value, level + 1);
            if (name != "<<") own[name] = converted;
            else merged.AddRange(converted is JsonArray list ? list : [converted]);
        }

        foreach (var other in merged)
        {
            if (other is not JsonObject inherited) throw Broken($"merges something that is not a map at line {map.Start.Line}.");
            foreach (var (name, value) in inherited.Where(pair => !own.ContainsKey(pair.Key)).ToList()) own[name] = value?.DeepClone();
        }

        return own;
    }

    // Deep nesting would crash the process instead of failing the hook.
    void CheckDepth(string text)
    {
        var depth = 0;
        for (var parser = new Parser(new StringReader(text)); parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MostLevels) throw Broken("is nested too deeply, or too large.");
        }
    }

    PluginFailedException Broken(string problem) => new($"{file} {problem}");
}
