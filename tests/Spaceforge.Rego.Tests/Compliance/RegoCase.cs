using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spaceforge.Rego.Tests;

/// <summary>A case by which OPA itself is tested.</summary>
sealed class RegoCase(string topic, JsonObject json)
{
    public string Topic => topic;

    public IEnumerable<string> Modules => (json["modules"] as JsonArray ?? []).Select(m => m!.GetValue<string>());

    public string Note => json["note"]!.GetValue<string>();

    /// <summary>
    /// The folder that SPACEFORGE_REGO_CASES names, else shared/rego/cases beside the repository; null where there is none.
    /// </summary>
    public static string? Folder
    {
        get
        {
            var named = Environment.GetEnvironmentVariable("SPACEFORGE_REGO_CASES");
            var folder = !string.IsNullOrEmpty(named) ? named : Path.Combine(Repository.Root, "..", "shared", "rego", "cases");
            return Directory.Exists(folder) ? folder : null;
        }
    }

    public static IEnumerable<RegoCase> All => Folder is not { } folder ? [] :
        from file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
        let document = JsonNode.Parse(File.ReadAllText(file), documentOptions: new() { MaxDepth = 1000 })!
        from entry in document["cases"]!.AsArray()
        select new RegoCase(Path.GetFileNameWithoutExtension(file), entry!.AsObject());

    /// <summary>Null where the engine does what OPA does, else what is different.</summary>
    public string? Run()
    {
        var (code, message) = (json["want_error_code"]?.GetValue<string>(), json["want_error"]?.GetValue<string>());
        try
        {
            var given = Evaluated();
            if (code is not null || message is not null) return $"no error, wanted {code}: {message}; got {Shown(given)}";
            if (json["want_result"] is not JsonArray wanted) return null;
            var strict = json["sort_bindings"]?.GetValue<bool>() == true;
            var expected = wanted.Select(w => Normal(w, strict)).Order(StringComparer.Ordinal).ToList();
            var actual = given.Select(b => Normal(Bindings(b), strict)).Distinct().Order(StringComparer.Ordinal).ToList();
            return expected.Distinct().SequenceEqual(actual)
                ? null : $"wanted {string.Join("; ", expected)}, got {string.Join("; ", actual)}";
        }
        catch (RegoException e)
        {
            if (code is null && message is null) return $"error {e.Message}";
            var codes = code is null || e.Errors.Any(x => x.Code == code);
            var texts = message is null || e.Errors.Any(x => x.ToString().Contains(message, StringComparison.Ordinal));
            return codes && texts ? null : $"wanted {code}: {message}, got {e.Message}";
        }
    }

    IReadOnlyList<IReadOnlyDictionary<string, RegoValue>> Evaluated()
    {
        var modules = Modules.Select((m, i) => RegoModule.Parse(m, $"test-{i}.rego"));
        var policy = RegoPolicy.Compile(modules, ["http.send", "opa.runtime", "net.lookup_ip_addr", "rand.intn", "test.sleep"]);
        var input = json.ContainsKey("input") ? RegoJson.From(json["input"]) : null;
        if (json["input_term"]?.GetValue<string>() is { } term)
        {
            var made = RegoPolicy.Compile().Query($"x = {term}");
            input = made.Bindings[0]["x"];
        }

        return policy.Query(json["query"]!.GetValue<string>(), new()
        {
            Input = input,
            Data = json.ContainsKey("data") ? RegoJson.From(json["data"]) : null,
            StrictBuiltinErrors = json["strict_error"]?.GetValue<bool>() == true,
            Builtins = Provided,
            Now = DateTimeOffset.UtcNow,
        }).Bindings;
    }

    static Dictionary<string, Func<IReadOnlyList<RegoValue>, RegoValue?>> Provided => new()
    {
        ["opa.runtime"] = _ => RegoObject.Empty,
        ["test.sleep"] = _ => RegoNull.Value,
        ["rand.intn"] = arguments => arguments[1] is RegoNumber number && number.TryGetInt64(out var n) && n > 0
            ? RegoNumber.Of(n / 2) : RegoNumber.Zero,
    };

    JsonObject Bindings(IReadOnlyDictionary<string, RegoValue> bindings)
    {
        var generated = json["ignore_generated_vars"]?.GetValue<bool>() == true;
        var shown = new JsonObject();
        foreach (var (name, value) in bindings)
        {
            if (!generated || !(name.StartsWith("__local", StringComparison.Ordinal) || name.StartsWith('$')))
            {
                shown[name] = RegoJson.ToNode(value);
            }
        }

        return shown;
    }

    static string Shown(IReadOnlyList<IReadOnlyDictionary<string, RegoValue>> bindings) =>
        string.Join("; ", bindings.Select(b => string.Join(", ", b.Select(p => $"{p.Key}={p.Value}"))));

    static string Normal(JsonNode? node, bool sorted)
    {
        switch (node)
        {
            case JsonArray array:
                var items = array.Select(i => Normal(i, sorted));
                return $"[{string.Join(",", sorted ? items.Order(StringComparer.Ordinal) : items)}]";
            case JsonObject members:
                return $"{{{string.Join(",", members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{JsonSerializer.Serialize(m.Key)}:{Normal(m.Value, sorted)}"))}}}";
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                return RegoNumber.TryParse(value.ToJsonString(), out var number) && number!.TryGetInteger(out var integer)
                    ? integer.ToString(System.Globalization.CultureInfo.InvariantCulture)
                    : number!.ToDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            default:
                return node?.ToJsonString() ?? "null";
        }
    }
}
