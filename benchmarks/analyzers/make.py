"""Prints a plugin of 2,000 lines: parameters, variables, commands, and hooks that read, run and report."""

PARAMETERS = 60
METHODS = 88

print("""#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using System.Text;
using Microsoft.Extensions.Logging;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<LargePlugin>(args);

sealed class LargePlugin : SpaceforgePlugin
{
    public override string Name => "Large plugin";
    public override string? Description => "Two thousand lines.";
""")
for i in range(PARAMETERS):
    if i % 2:
        print(f"""    [Parameter("Setting {i}", Description = "What step {i} does", Sensitive = {"true" if i % 3 else "false"})]
    public required string Setting{i} {{ get; init; }}
""")
    else:
        print(f"""    static readonly Parameter Parameter{i} = new("Parameter {i}")
    {{
        Description = "What step {i} does",
        Type = ParameterType.Number,
        Default = {i},
    }};
""")
listed = [i for i in range(PARAMETERS) if i % 2 == 0]
print("    public override IReadOnlyList<Parameter> Parameters =>\n    [")
for i in listed:
    print(f"        Parameter{i},")
print("    ];\n\n    public override IReadOnlyList<Context> Contexts =>\n    [\n        new(\"main\")\n        {\n            Env =\n            [")
for i in listed:
    print(f"                Variable.From(\"PARAMETER_{i}\", {f'Parameter{i}' if i % 4 else f'{chr(34)}parameter_{i}{chr(34)}'}),")
print("            ],\n            Hooks = new()\n            {\n                BeforeInit =\n                [")
for i in listed:
    print(f"                    \"echo step {i} && test -n \\\"$PARAMETER_{i}\\\"\",")
print("""                ],
            },
            MountedFiles = [new("tmp/config.json", "{}")],
        },
    ];

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        var report = new StringBuilder();""")
for i in range(METHODS):
    print(f"        await Step{i}Async(report, cancellationToken);")
print("        await SendMarkdownAsync(report.ToString());\n    }\n")
for i in range(METHODS):
    p = listed[i % len(listed)]
    print(f"""    async Task Step{i}Async(StringBuilder report, CancellationToken cancellationToken)
    {{
        var limit = int.Parse(Env["PARAMETER_{p}"], System.Globalization.CultureInfo.InvariantCulture);
        var (exitCode, output, _) = await RunCliAsync(
            new CliOptions {{ PrintOutput = false }},
            "tool", "--step", "{i}", "--limit", $"{{limit}}", "--region", Env.Get("AWS_REGION", "eu-west-1"));
        if (exitCode != 0) throw new PluginFailedException($"Step {i} failed with {{exitCode}}.");

        foreach (var (index, line) in output.Index().Where(entry => entry.Item.Length > limit))
        {{
            cancellationToken.ThrowIfCancellationRequested();
            report.AppendLine($"- {{index}}: {{line}}");
        }}

        Logger.LogInformation("Step {{Step}} had {{Count}} lines", {i}, output.Count);
    }}
""")
print("}")
