using Spaceforge.Rego;

namespace Spaceforge.Policies.Tests;

/// <summary>The inputs of the specification.</summary>
static class PolicyInputs
{
    static readonly string Folder = Repository.PathOf("tests", "specification", "policies");

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f));

    public static RegoValue Read(string name) => RegoJson.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));

    public static string Contract(string name) => Path.Combine(Folder, "contract", name + ".json");
}
