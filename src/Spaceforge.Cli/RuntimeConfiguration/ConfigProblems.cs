using Spaceforge.Cli.Manifests;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.RuntimeConfiguration;

/// <summary>Collects the mistakes of one file.</summary>
sealed class ConfigProblems(string file)
{
    // A file with more is not a runtime configuration.
    const int Most = 200;

    readonly List<ConfigProblem> _all = [];

    public IReadOnlyList<ConfigProblem> All => _all;

    public void Error(YamlNode node, string message) => Add(Place.Of(node), isError: true, message);

    public void Warning(YamlNode node, string message) => Add(Place.Of(node), isError: false, message);

    public void Error(Place place, string message) => Add(place, isError: true, message);

    void Add(Place place, bool isError, string message)
    {
        var problem = new ConfigProblem(file, place, isError, message);
        // An anchor that several blocks use is read several times.
        if (_all.Count < Most && !_all.Contains(problem)) _all.Add(problem);
    }
}
