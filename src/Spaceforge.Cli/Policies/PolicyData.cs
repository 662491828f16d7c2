using System.Text.Json;
using Spaceforge.Cli.Json;
using Spaceforge.Rego;

namespace Spaceforge.Cli.Policies;

/// <summary>The data document, from files below the folders in which they lie.</summary>
static class PolicyData
{
    const string YamlError = "yaml.unmarshal: yaml: ";

    /// <summary>Reads JSON or YAML.</summary>
    /// <exception cref="PolicyLoadException">It is neither.</exception>
    public static RegoValue Parse(LoadedFile file)
    {
        try
        {
            return file.Extension == ".json" ? RegoJson.Parse(file.Content) : Yaml(file);
        }
        catch (JsonException e)
        {
            throw new PolicyLoadException($"{file.Path}: not valid JSON: {JsonMistake.Of(e)}");
        }
        catch (RegoException e)
        {
            throw new PolicyLoadException($"{file.Path}: not valid YAML: {Reason(e.Errors[0].Message)}");
        }
    }

    /// <exception cref="PolicyLoadException">Two files say different things of one key, or a file at the top is no object.</exception>
    public static RegoValue Merge(IEnumerable<LoadedFile> files)
    {
        RegoValue data = RegoObject.Empty;
        foreach (var file in files)
        {
            var value = Parse(file);
            if (file.Folders.Count == 0 && value is not RegoObject)
            {
                throw new PolicyLoadException($"{file.Path}: top-level data must be an object, not {Kind(value)}.");
            }

            foreach (var folder in file.Folders.Reverse())
            {
                value = new RegoObject([new(new RegoString(folder), value)]);
            }

            data = Joined(data, value, file.Path, "data");
        }

        return data;
    }

    public static string Kind(RegoValue value) => value.Kind switch
    {
        RegoKind.Array => "a list",
        RegoKind.Object => "an object",
        RegoKind.String => "a string",
        RegoKind.Null => "null",
        RegoKind.Set => "a set",
        _ => $"a {value.Kind}".ToLowerInvariant(),
    };

    static string Reason(string message) =>
        message.StartsWith(YamlError, StringComparison.Ordinal) ? message[YamlError.Length..] : message;

    static RegoObject Joined(RegoValue one, RegoValue other, string file, string path)
    {
        if (one is not RegoObject first || other is not RegoObject second)
        {
            throw new PolicyLoadException($"{file}: {path} has a value from another file already.");
        }

        var members = first.ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var (key, value) in second)
        {
            members[key] = members.TryGetValue(key, out var known)
                ? Joined(known, value, file, $"{path}.{(key is RegoString name ? name.Value : key.ToJson())}") : value;
        }

        return new RegoObject(members);
    }

    // The engine's own reader has limits for what is nested and repeated.
    static RegoValue Yaml(LoadedFile file)
    {
        var reader = RegoPolicy.Compile(RegoModule.Parse("package data_file\nvalue := yaml.unmarshal(input)", "yaml"));
        return reader.Evaluate("data.data_file.value", new RegoEvaluation
        {
            Input = new RegoString(PolicyFiles.Text(file)),
            StrictBuiltinErrors = true,
            Timeout = TimeSpan.FromSeconds(20),
        }) ?? throw new PolicyLoadException($"{file.Path}: not valid YAML.");
    }
}
