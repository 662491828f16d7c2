using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Spaceforge.Cli.ModelContext;

/// <summary>A command of the tool as clients see it.</summary>
sealed class ServedTool
{
    static readonly (string Name, JsonObject Schema) Plugin = ("file", Text("The plugin's C# file or project. Default: plugin.cs"));
    static readonly (string Name, JsonObject Schema) Source = ("source", Text(
        "A folder with the stack's repository; a copy of it is used"));
    static readonly (string Name, JsonObject Schema) Plan = ("plan_json", Text("A file with a plan, as 'terraform show -json' prints it"));
    static readonly (string Name, JsonObject Schema) Parameters = ("parameters", new JsonObject
    {
        ["type"] = "object",
        ["description"] =
            "Values of the plugin's parameters by id. Those not given come from variables of the server's environment, named like the id in upper case, or are defaults",
        ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
    });

    /// <summary>All tools, in the order in which clients see them.</summary>
    public static readonly IReadOnlyList<ServedTool> All =
    [
        new("generate",
            "Build a plugin and write its manifest, plugin.yaml, next to it. Returns the findings of the compiler and of Spaceforge as JSON.",
            arguments => new(["generate", .. arguments.File("file").AsArgument(), "--json"]), [Plugin]),
        new("validate",
            "Check a plugin manifest (YAML) against everything that Spacelift requires of it, policies included. Returns findings as JSON.",
            arguments => new(["validate", .. arguments.File("file").AsArgument(), "--json"]),
            [("file", Text("The manifest. Default: plugin.yaml"))]),
        new("check",
            "Check a plugin as a pull request's check does, and write nothing: analyzers, policies, and whether its manifest is up to date. Returns findings as JSON.",
            arguments => new(["generate", .. arguments.File("file").AsArgument(), "--check", "--json"]), [Plugin]),
        new("run",
            "Run one hook of a plugin on this machine, outside of a container, and return its log. Hooks run commands: only run code that you trust.",
            arguments => new(
                [
                    "run", arguments.Text("hook")!, .. arguments.File("file").AsOption("--plugin-file"),
                    .. arguments.File("source").AsOption("--source"), .. arguments.File("plan_json").AsOption("--plan-json"),
                    .. arguments.File("state_json").AsOption("--state-json"),
                ])
            { Variables = HookVariables(arguments.Texts("parameters")) },
            [
                ("hook", Text("The hook, for example after_plan")), Plugin, Source, Plan,
                ("state_json", Text("A file with the state before the run, as 'terraform show -json' prints it")), Parameters,
            ],
            "hook"),
        new("simulate",
            "Run all phases of a stack's run with a plugin or a manifest installed, in a container on this machine, and return the result as JSON.",
            arguments =>
            {
                var parameters = arguments.Texts("parameters")
                    .Select((value, i) => (value.Name, Variable: $"SPACEFORGE_PARAMETER_{i + 1}", value.Value)).ToArray();
                return new(
                    [
                        "simulate", .. arguments.File("file").AsArgument(), .. arguments.File("source").AsOption("--source"),
                        .. arguments.File("plan_json").AsOption("--plan-json"), .. arguments.Text("run_type").AsOption("--run-type"),
                        .. parameters.SelectMany(value => (string[])["--param-env", $"{value.Name}={value.Variable}"]),
                        "--time-limit", "10m", "--json", "-",
                    ])
                { Variables = parameters.ToDictionary(value => value.Variable, value => (string?)value.Value) };
            },
            [
                ("file", Text("The plugin's C# file or project, or a manifest. Default: plugin.cs")), Source, Plan,
                ("run_type", Text("The run's type. Default: proposed", "proposed", "tracked", "task", "destroy", "testing")), Parameters,
            ]),
        new("policy_eval",
            "Evaluate the policies of a plugin, a manifest or a .rego file over an input document, as Spacelift does. Returns the decision as JSON.",
            arguments => new(
                [
                    "policy", "eval", .. arguments.File("file").AsArgument(), .. arguments.Text("type").AsOption("--type"),
                    .. arguments.Text("name").AsOption("--name"), "--input", "-", "--json",
                ])
            { Input = arguments.Json("input") },
            [
                ("file", Text("A plugin, its manifest, or a .rego file. Default: plugin.yaml")),
                ("input", new JsonObject { ["type"] = "object", ["description"] = "The input document" }),
                ("type", Text("The policy's type, such as PLAN; needed for a .rego file")),
                ("name", Text("One policy of the plugin. Default: all of the type")),
            ],
            "input"),
        new("explain", "Explain a code of Spaceforge, such as SF0713: what it means, an example, and the fix. Returns Markdown.",
            arguments => new([]) { Text = CodePage.Read(arguments.Text("code")!) }, [("code", Text("The code"))], "code"),
    ];

    ServedTool(
        string name, string description, Func<ToolArguments, ToolCall> make,
        (string Name, JsonObject Schema)[] properties, params string[] required)
    {
        Make = make;
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(
                properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.Schema.DeepClone()))),
            ["required"] = new JsonArray([.. required.Select(text => (JsonNode?)text)]),
            ["additionalProperties"] = false,
        };
        Description = new Tool { Name = name, Description = description, InputSchema = JsonElement.Parse(schema.ToJsonString()) };
    }

    public string Name => Description.Name;

    /// <summary>What the client is told.</summary>
    public Tool Description { get; }

    /// <summary>Makes a call of checked arguments.</summary>
    public Func<ToolArguments, ToolCall> Make { get; }

    // A hook's process takes parameters from variables named like their ids, and must not lose others, such as PATH.
    static Dictionary<string, string?> HookVariables(IReadOnlyList<(string Name, string Value)> parameters)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (id, value) in parameters)
        {
            var name = id.ToUpperInvariant();
            if (Environment.GetEnvironmentVariable(name) is not null)
            {
                throw new UsageException($"The parameter '{id}' cannot be given: the server's environment has {name}, which is its value.");
            }

            variables[name] = value;
        }

        return variables;
    }

    static JsonObject Text(string description, params string[] values)
    {
        var schema = new JsonObject { ["type"] = "string", ["description"] = description };
        if (values.Length > 0) schema["enum"] = new JsonArray([.. values.Select(value => (JsonNode?)value)]);
        return schema;
    }
}

file static class CommandWords
{
    public static IEnumerable<string> AsArgument(this string? value) => value is null ? [] : [value];

    public static IEnumerable<string> AsOption(this string? value, string option) => value is null ? [] : [option, value];
}
