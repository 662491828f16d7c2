using System.Text.Json.Nodes;

namespace Spaceforge.Tests.Shared;

/// <summary>YAML parsers of other languages, as Debian has them: PyYAML and libyaml (YAML 1.1), js-yaml (YAML 1.2).</summary>
sealed class ForeignParsers : IDisposable
{
    const string Python = """
        import json, sys, yaml
        documents = json.load(open(sys.argv[1], encoding="utf-8"))
        loader = getattr(yaml, sys.argv[2])
        json.dump([yaml.load(document.encode("utf-8"), Loader=loader) for document in documents], sys.stdout)
        """;

    const string JavaScript = """
        const yaml = require("/usr/share/nodejs/js-yaml");
        const documents = JSON.parse(require("fs").readFileSync(process.argv[2], "utf8"));
        process.stdout.write(JSON.stringify(documents.map(document => yaml.load(document))));
        """;

    const string Schema = """
        import json, sys, yaml, jsonschema
        schema = json.load(open(sys.argv[2], encoding="utf-8"))
        jsonschema.Draft7Validator.check_schema(schema)
        validator = jsonschema.Draft7Validator(schema)
        documents = [yaml.load(document, Loader=yaml.CSafeLoader) for document in json.load(open(sys.argv[1], encoding="utf-8"))]
        json.dump([[f"{list(error.path)}: {error.message}" for error in validator.iter_errors(document)] for document in documents], sys.stdout)
        """;

    static readonly Lazy<bool> HasPython = new(() =>
    {
        if (!File.Exists("/usr/bin/python3")) return false;

        return Outcome("/usr/bin/python3", "-c", "import yaml, jsonschema").ExitCode == 0;
    });

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spaceforge-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Reads all documents with each parser.</summary>
    /// <param name="documents">YAML.</param>
    /// <param name="pure">Also with the parser in Python itself, which takes a second for a megabyte.</param>
    public IEnumerable<(string Parser, JsonArray Documents)> ReadAll(IReadOnlyList<string> documents, bool pure = true)
    {
        NeedsPython();
        if (!Directory.Exists("/usr/share/nodejs/js-yaml")) Needs.Missing("js-yaml is missing; './build tools' installs it on Debian.");
        var input = Write("documents.json", Json(documents));
        if (pure) yield return ("PyYAML", Run("/usr/bin/python3", Write("read.py", Python), input, "SafeLoader"));
        yield return ("libyaml", Run("/usr/bin/python3", Write("read.py", Python), input, "CSafeLoader"));
        yield return ("js-yaml", Run("node", Write("read.js", JavaScript), input));
    }

    /// <summary>What a JSON schema finds wrong with each document.</summary>
    public JsonArray Validate(IReadOnlyList<string> documents, string schema)
    {
        NeedsPython();
        return Run("/usr/bin/python3", Write("validate.py", Schema), Write("documents.json", Json(documents)), schema);
    }

    static void NeedsPython()
    {
        if (!HasPython.Value) Needs.Missing("Debian's Python with yaml and jsonschema is missing; './build tools' installs it.");
    }

    static string Json(IReadOnlyList<string> documents) =>
        new JsonArray([.. documents.Select(document => (JsonNode)document)]).ToJsonString();

    string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    static JsonArray Run(string program, params string[] arguments) =>
        JsonNode.Parse(Outcome(program, arguments).ShouldExit(0).Output)!.AsArray();

    // On a thread of its own: who asks is not asynchronous, and the tests' own threads may all be asking.
    static Outcome Outcome(string program, params string[] arguments) =>
        Task.Run(() => new CommandLine(program, arguments).RunAsync()).GetAwaiter().GetResult();
}
