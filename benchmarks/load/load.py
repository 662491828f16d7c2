"""Measures the tool under load, see run: load.py TOOL ROOT WORK [PART]..."""
import json
import os
import resource
import subprocess
import sys
import time

TOOL, ROOT, WORK = sys.argv[1:4]
PLUGINS = int(os.environ.get("CATALOG_PLUGINS", "500"))
COMPILED = int(os.environ.get("CATALOG_COMPILED", str(PLUGINS)))


def fail(why):
    sys.exit(f"benchmarks/load: {why}")


def measure(name, arguments, folder, says="", exits=0, aim=""):
    """Runs a command, checks what it prints, and prints its time and the peak memory of its largest process."""
    # A process of its own, because the system only keeps the highest peak of all children.
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with open(os.path.join(WORK, "output"), "wb") as output:
            start = time.perf_counter()
            exit_code = subprocess.run(arguments, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT).returncode
            seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        os.write(writer, json.dumps([exit_code, seconds, peak]).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as results:
        exit_code, seconds, peak = json.loads(results.read())
    os.waitpid(child, 0)
    with open(os.path.join(WORK, "output"), encoding="utf-8", errors="replace") as output:
        text = output.read()
    if exit_code != exits or says not in text:
        fail(f"{name}: exit code {exit_code}, and this does not say '{says}':\n{text[-3000:]}")
    print(f"| {name} | {seconds:.2f} | {peak} | {aim} |", flush=True)
    return text


def table(title):
    print(f"\n### {title}\n\n| what | s | peak MiB | aim |\n| --- | --- | --- | --- |", flush=True)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


PLUGIN = """#:package Spaceforge@1.0.0
using Spaceforge;

return await SpaceforgePlugin.RunAsync<Plugin%(i)s>(args);

/// <summary>Plugin %(i)s of the catalog.</summary>
sealed class Plugin%(i)s : SpaceforgePlugin
{
    static readonly Parameter Key = new("Key %(i)s") { Id = "key_%(i)s", Description = "A key", Sensitive = true, Default = "none" };

    public override string Name => "plugin-%(i)s";
    public override string Version => "1.%(i)s.0";
    public override string Author => "Load";
    public override IReadOnlyList<Parameter> Parameters => [Key];
    public override IReadOnlyList<Context> Contexts => [new("plugin-%(i)s") { Description = "Its variables", Env = [Variable.From("KEY_%(i)s", Key)] }];

    public override IReadOnlyList<Policy> Policies =>
    [
        new("plugin-%(i)s", PolicyType.Plan, \"\"\"
            package spacelift

            deny contains message if {
              some change in input.terraform.resource_changes
              "delete" in change.change.actions
              change.type == "type_%(i)s"
              message := sprintf("%%s may not be deleted", [change.address])
            }

            sample := true
            \"\"\")
        {
            EngineType = PolicyEngineType.RegoV1,
        },
    ];

    protected override Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine($"{Name} has run");
        return Task.CompletedTask;
    }
}
"""

POLICY_TEST = """package spacelift

deleted(type) := {"terraform": {"resource_changes": [{"address": "a.b", "type": type, "change": {"actions": ["delete"]}}]}}

test_denies if count(deny) == 1 with input as deleted("type_%(i)s")

test_allows if count(deny) == 0 with input as deleted("other")
"""


def catalog():
    table(f"A catalog of {PLUGINS} plugins")
    folder = os.path.join(WORK, "catalog")
    for i in range(COMPILED):
        write(f"{folder}/{i:03}/plugin.cs", PLUGIN % {"i": f"{i:03}"})
    measure(f"generate: {COMPILED} plugins, nothing is cached", [TOOL, "generate", "*/plugin.cs"], folder)
    manifests = sum(os.path.exists(f"{folder}/{i:03}/plugin.yaml") for i in range(COMPILED))
    if manifests != COMPILED:
        fail(f"generate made {manifests} of {COMPILED} manifests")
    measure("generate --check, the first, which builds with the analyzers", [TOOL, "generate", "--check", "*/plugin.cs"], folder)
    measure("  once more", [TOOL, "generate", "--check", "*/plugin.cs"], folder)
    with open(f"{folder}/000/plugin.cs", "a", encoding="utf-8") as file:
        file.write("// edited\n")
    measure("  one of them edited", [TOOL, "generate", "--check", "*/plugin.cs"], folder, exits=1, says="000/plugin.yaml")
    with open(f"{folder}/000/plugin.yaml", encoding="utf-8") as file:
        first = file.read()
    for i in range(PLUGINS):
        write(f"{folder}/{i:03}/plugin-{i:03}_test.rego", POLICY_TEST % {"i": f"{i:03}"})
        # Where not all are compiled, the others' manifests carry the program of the first.
        if i >= COMPILED:
            texts = (("lugin-000", f"lugin-{i:03}"), ("ype_000", f"ype_{i:03}"), ("ey_000", f"ey_{i:03}"), ("EY_000", f"EY_{i:03}"))
            text = first
            for old, new in texts:
                text = text.replace(old, new)
            write(f"{folder}/{i:03}/plugin.yaml", text)
    measure(f"validate: {PLUGINS} manifests", [TOOL, "validate", *[f"{i:03}/plugin.yaml" for i in range(PLUGINS)]], folder)
    tested = measure(f"policy test: {PLUGINS} policies, each with two tests",
                     [TOOL, "policy", "test", *[f"{i:03}/plugin.yaml" for i in range(PLUGINS)]], folder)
    if f"PASS: {2 * PLUGINS}/{2 * PLUGINS}" not in tested:
        fail(f"policy test: {tested[-1000:]}")


CONTEXTS, HOOKS = 200, 2000


def manifest(name, contexts):
    return f"name: {name}\nversion: 1.0.0\ndescription: Load\nauthor: Load\ncontexts:\n{''.join(contexts)}"


def run():
    table(f"A run with {CONTEXTS} contexts and {HOOKS} hooks")
    folder = os.path.join(WORK, "run")

    def context(i):
        hooks = "".join(f"        - echo hook-{i}-{j} $VARIABLE_{i}\n" for j in range(HOOKS // CONTEXTS))
        return (f"  - name_prefix: c{i}\n    description: Context {i}\n    env:\n      - key: VARIABLE_{i}\n        value: value-{i}\n        sensitive: false\n"
                f"    hooks:\n      before_init:\n{hooks}")

    write(f"{folder}/plugin.yaml", manifest("many", [context(i) for i in range(CONTEXTS)]))
    measure("validate", [TOOL, "validate"], folder)
    measure("simulate", [TOOL, "simulate", "plugin.yaml", "--json", "result.json"], folder)
    with open(f"{folder}/result.json", encoding="utf-8") as file:
        result = file.read()
    said = sum(f"hook-{i}-{j} value-{i}" in result for i in range(CONTEXTS) for j in range(HOOKS // CONTEXTS))
    if said != HOOKS or json.loads(result)["final_state"] != "FINISHED":
        fail(f"{said} of {HOOKS} hooks printed their variable: {result[:300]}")
    measure("simulate --report", [TOOL, "simulate", "plugin.yaml", "--report", "report.html"], folder)


LARGE_PLUGIN = """#:package Spaceforge@1.0.0
using Spaceforge;

return await SpaceforgePlugin.RunAsync<Large>(args);

sealed class Large : SpaceforgePlugin
{
    public override string Name => "large";
    public override string Author => "Load";
    public override IReadOnlyList<Context> Contexts =>
    [
        new("large")
        {
            Description = "Large files",
            MountedFiles = [.. Enumerable.Range(0, 8).Select(i => new MountedFile($"/mnt/workspace/file{i}.txt", string.Concat(Enumerable.Repeat($"{i} a line of text that is 50 characters long. ....\\n", 30_000))))],
        },
    ];
}
"""


def manifests():
    table("A manifest of 16 MB, the most that the tool reads")
    folder = os.path.join(WORK, "manifest")
    limit = 16_000_000

    def padded(text):
        room = limit - len(text.encode())
        if room < 0:
            fail(f"{-room} bytes too many")
        return text + "#" * room

    hook = "        - 'echo hook %06d of many, a command of some length with an argument'\n"
    write(f"{folder}/hooks.yaml", padded(manifest("hooks", [
        "  - name_prefix: c\n    description: c\n    hooks:\n      before_init:\n", *[hook % i for i in range(195_000)]])))
    parameter = "  - id: p%05d\n    name: P %05d\n    type: string\n    default: none\n    description: " + "A long text. " * 73 + "\n"
    write(f"{folder}/parameters.yaml", padded("name: p\nversion: 1.0.0\ndescription: Load\nauthor: Load\nparameters:\n" + "".join(
        parameter % (i, i) for i in range(15_000))))
    lines = "".join(f"          a line of a mounted file, {i:06}, as long as most\n" for i in range(30_000))
    write(f"{folder}/files.yaml", padded(manifest("files", ["  - name_prefix: c\n    description: c\n    mounted_files:\n"] + [
        f"      - path: /mnt/workspace/file{i}.txt\n        sensitive: false\n        content: |\n{lines}" for i in range(8)])))
    write(f"{folder}/over.yaml", padded(manifest("over", [])) + "#")
    for name, what in (("hooks", "195,000 hooks"), ("parameters", "15,000 parameters"), ("files", "8 mounted files")):
        measure(f"validate: {what}", [TOOL, "validate", f"{name}.yaml"], folder)
    measure("validate: one byte more is refused", [TOOL, "validate", "over.yaml"], folder, exits=1, says="16000000")
    write(f"{folder}/plugin.cs", LARGE_PLUGIN)
    measure("generate: 8 mounted files of 1.5 MB", [TOOL, "generate", "--form", "source"], folder)
    measure("generate --check of it", [TOOL, "generate", "--check", "--form", "source"], folder)
    size = os.path.getsize(f"{folder}/plugin.yaml")
    if size < 14_000_000:
        fail(f"the manifest has only {size} bytes")
    measure("simulate of it", [TOOL, "simulate", "plugin.yaml"], folder)


PLAN_PLUGIN = """#:package Spaceforge@1.0.0
using Spaceforge;

return await SpaceforgePlugin.RunAsync<Counts>(args);

sealed class Counts : SpaceforgePlugin
{
    public override string Name => "counts";

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        var plan = await GetPlanAsync(cancellationToken);
        var values = Environment.GetEnvironmentVariable("WITH_VALUES") is null
            ? 0 : plan!.ResourceChanges.Count(change => change.After?.GetProperty("bucket").GetString() is not null);
        Console.WriteLine($"changes: {plan!.ResourceChanges.Count}, creates: {plan.ResourceChanges.Count(change => change.IsCreate)}, values: {values}");
    }
}
"""


def plan():
    megabytes = int(os.environ.get("PLAN_MEGABYTES", "1000"))
    table(f"A plan of {megabytes} MB")
    folder = os.path.join(WORK, "plan")
    write(f"{folder}/plugin.cs", PLAN_PLUGIN)
    values = json.dumps({
        "id": "bucket-@", "arn": "arn:aws:s3:::bucket-@", "bucket": "bucket-@", "force_destroy": True, "object_lock_enabled": False,
        "policy": json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "bucket-@"}]}),
        "lifecycle_rule": [{"enabled": True, "id": "expire-@", "prefix": "logs/", "expiration": [{"days": 30, "date": None}]}],
        "versioning": [{"enabled": True, "mfa_delete": False}], "logging": [{"target_bucket": "logs", "target_prefix": "bucket-@/"}],
        "website": [{"index_document": "index.html", "error_document": "error.html", "routing_rules": "redirect"}],
        "hosted_zone_id": "Z3AQBSTGFYJSTF", "timeouts": None, "tags": {"Name": "bucket-@", "Team": "team", "CostCenter": "00000"},
    }, separators=(",", ":"))
    change = ('{"address":"module.region.aws_s3_bucket.main[@]","module_address":"module.region","mode":"managed","type":"aws_s3_bucket",'
              '"name":"main","index":@,"provider_name":"registry.terraform.io/hashicorp/aws","change":{"actions":["%s"],"before":%s,'
              '"after":' + values + ',"after_unknown":{},"before_sensitive":{},"after_sensitive":{}}}')
    create, update = change % ("create", "null"), change % ("update", values)
    count = size = creates = 0
    with open(f"{folder}/plan.json", "w", encoding="ascii") as file:
        size += file.write('{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}},"resource_changes":[')
        while size < megabytes * 1_000_000 - 2_000:
            creates += count % 2 == 0
            size += file.write(("," if count else "") + (create if count % 2 == 0 else update).replace("@", str(count)))
            count += 1
        file.write("]}")
    expected = f"changes: {count}, creates: {creates}, values: "
    aim = f"{megabytes * 3 // 2} MiB"
    write(f"{folder}/small.json", '{"format_version":"1.2","resource_changes":[]}')
    measure("a plan without changes, after a build", [TOOL, "run", "after_plan", "--plan-json", "small.json"], folder, says="changes: 0")
    measure("  once more", [TOOL, "run", "after_plan", "--plan-json", "small.json"], folder, says="changes: 0")
    measure("run after_plan --plan-json: the hook counts the actions", [TOOL, "run", "after_plan", "--plan-json", "plan.json"], folder,
            says=expected + "0", aim=aim)
    os.environ["WITH_VALUES"] = "1"
    measure("  and reads a value of each change", [TOOL, "run", "after_plan", "--plan-json", "plan.json"], folder,
            says=expected + str(count), aim=aim)
    del os.environ["WITH_VALUES"]
    os.makedirs(f"{folder}/bin")
    os.makedirs(f"{folder}/stack")
    write(f"{folder}/bin/terraform", f"#!/bin/sh\ncat {folder}/plan.json\n")
    os.chmod(f"{folder}/bin/terraform", 0o755)
    write(f"{folder}/stack/spacelift.plan", "binary")
    path = os.environ["PATH"]
    os.environ["PATH"] = f"{folder}/bin:{path}"
    measure("  with the plan from 'terraform show'", [TOOL, "run", "after_plan", "--source", "stack"], folder, says=expected + "0",
            aim=f"{megabytes * 2} MiB")
    os.environ["PATH"] = path
    measure("policy input refuses it: 512 MB are its limit" if megabytes > 512 else "policy input",
            [TOOL, "policy", "input", "--type", "PLAN", "--plan-json", "plan.json", "-o", "input.json"], folder,
            exits=2 if megabytes > 512 else 0)


def api():
    clients = int(os.environ.get("API_CLIENTS", "200"))
    table(f"FakeSpacelift with {clients} clients at once")
    folder = os.path.join(WORK, "api")
    with open(os.path.join(ROOT, "benchmarks", "load", "api.cs"), encoding="utf-8") as file:
        write(f"{folder}/api.cs", f"#:project {ROOT}/src/Spaceforge.Testing/Spaceforge.Testing.csproj\n" + file.read())
    built = subprocess.run(["dotnet", "build", "api.cs", "-c", "Release", "-o", "built"], cwd=folder, capture_output=True, text=True)
    if built.returncode != 0:
        fail(built.stdout)
    for each in (10, 50):
        measure(f"{each} requests of each, all answers checked, no socket left", ["dotnet", "exec", "built/api.dll", str(clients), str(each)],
                folder, says=f"{clients * each} answers")


PARTS = {"catalog": catalog, "run": run, "manifest": manifests, "plan": plan, "api": api}
chosen = sys.argv[4:] or list(PARTS)
for part in chosen:
    if part not in PARTS:
        fail(f"no part is named '{part}'; parts: {', '.join(PARTS)}")
for part in chosen:
    PARTS[part]()
