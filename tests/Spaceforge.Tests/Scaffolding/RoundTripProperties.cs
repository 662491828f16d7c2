using Spaceforge.Model;
using Spaceforge.Tests.Manifests;
using Spaceforge.Tests.Shared.Properties;

namespace Spaceforge.Tests.Scaffolding;

/// <summary>What <c>generate</c> makes in any form, the C# that <c>new --from</c> writes for it makes again, to the byte.</summary>
public sealed class RoundTripProperties
{
    [Fact]
    public void Any_manifest_is_made_again() => AnyDefinition.AllForms.HoldAtOnce(
        12,
        cases =>
        {
            var wrong = new string?[cases.Length];
            var manifests = cases.Select(one => Generated.Yaml(one.Definition, one.Form)).ToArray();
            var sources = new List<(int Case, string Source)>();
            for (var i = 0; i < cases.Length; i++)
            {
                try
                {
                    var (recovered, source) = RecoveredManifest.Read(manifests[i], $"Plugin{i}");
                    if (recovered.Differences.Count > 0) wrong[i] = $"It differs in {string.Join(", ", recovered.Differences)}.";
                    sources.Add((i, source));
                }
                catch (Exception e)
                {
                    wrong[i] = e.ToString();
                }
            }

            // One program: compiling one for each takes a second.
            var plugins = CompiledPlugin.CreateAll([.. sources.Select(one => one.Source)]);
            foreach (var ((i, source), plugin) in sources.Zip(plugins))
            {
                var again = Generated.Yaml(PluginDefinition.Of(plugin, plugin.GetType()), cases[i].Form);
                if (again != manifests[i]) wrong[i] ??= $"{source}\n{FirstDifference(manifests[i], again)}";
            }

            return wrong;
        },
        AnyDefinition.Shown);

    static string FirstDifference(string expected, string actual)
    {
        var (lines, others) = (expected.Split('\n'), actual.Split('\n'));
        var at = lines.Zip(others).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {at + 1}:\n{string.Join('\n', lines.Skip(at).Take(3))}\n--\n{string.Join('\n', others.Skip(at).Take(3))}";
    }
}
