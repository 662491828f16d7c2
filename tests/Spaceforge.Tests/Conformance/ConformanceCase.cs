using System.Text.Json.Nodes;

namespace Spaceforge.Tests.Conformance;

/// <summary>A case of the conformance suite, see its README.</summary>
sealed record ConformanceCase(string Name, JsonObject Definition, JsonObject Expected)
{
    public bool IsError => Expected["error"]?.GetValue<bool>() == true;

    public IReadOnlyList<string> Mentions => [.. Expected["mentions"]!.AsArray().Select(node => node!.GetValue<string>())];

    public static string Folder => Repository.PathOf("tests", "specification", "conformance", "cases");

    public static ConformanceCase Load(string name)
    {
        var node = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.json")))!;
        return new ConformanceCase(name, node["definition"]!.AsObject(), node["expected"]!.AsObject());
    }
}
