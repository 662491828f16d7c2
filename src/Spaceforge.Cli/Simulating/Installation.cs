using Spaceforge.Cli.Manifests;
using Spaceforge.Definitions;
using Spaceforge.Hosting;
using Spaceforge.Manifests;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Simulating;

/// <summary>What manifests become when they are installed with these parameters.</summary>
sealed class Installation
{
    readonly List<string> _errors = [];
    readonly List<string> _secrets = [];
    readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    readonly Dictionary<string, MountedFile> _files = new(StringComparer.Ordinal);

    Installation(IReadOnlyList<AttachedContext> contexts) => Contexts = contexts;

    /// <summary>Sorted by name.</summary>
    public IReadOnlyList<AttachedContext> Contexts { get; }

    public IReadOnlyDictionary<string, string> Variables => _variables;

    /// <summary>Mounted files by absolute path.</summary>
    public IReadOnlyDictionary<string, MountedFile> Files => _files;

    public IReadOnlyList<string> Secrets => _secrets;

    /// <exception cref="UsageException">Spacelift would reject it; the message lists all errors.</exception>
    public static Installation Of(IReadOnlyList<ManifestFile> manifests, IReadOnlyList<(string Id, string Value)> parameters)
    {
        var installation = new Installation(AttachedContext.Sort(manifests.SelectMany(
            file => file.Manifest.Contexts.Select(context => new AttachedContext(file.Manifest.Name, context)))));
        installation.CheckKnown(manifests, parameters);
        // The platform does not document which of two attached contexts' variables wins: here, the context whose hooks run first.
        foreach (var attached in installation.Contexts)
        {
            var file = manifests.First(file => file.Manifest.Contexts.Contains(attached.Context, ReferenceEqualityComparer.Instance));
            var values = installation.Values(file, parameters);
            foreach (var variable in attached.Context.Env) installation.Set(file, variable, values);
            foreach (var mounted in attached.Context.MountedFiles) installation.Mount(mounted);
        }

        if (installation._errors.Count > 0) throw new UsageException(string.Join('\n', installation._errors.Distinct()));

        return installation;
    }

    void CheckKnown(IReadOnlyList<ManifestFile> manifests, IReadOnlyList<(string Id, string Value)> parameters)
    {
        var known = manifests.SelectMany(file => file.Manifest.Parameters.SelectMany(
            parameter => (string[])[parameter.Id, $"{file.Manifest.Name}/{parameter.Id}"])).ToHashSet();
        foreach (var (id, _) in parameters.Where(parameter => !known.Contains(parameter.Id)))
        {
            _errors.Add(known.Count == 0
                ? $"--param {id}: there are no parameters."
                : $"--param {id}: unknown parameter; the plugin has {string.Join(", ", known.Where(name => !name.Contains('/', StringComparison.Ordinal)))}.");
        }
    }

    Dictionary<string, (string Value, bool Sensitive)> Values(ManifestFile file, IReadOnlyList<(string Id, string Value)> given)
    {
        var values = new Dictionary<string, (string, bool)>(StringComparer.Ordinal);
        foreach (var parameter in file.Manifest.Parameters)
        {
            var typed = given.LastOrDefault(entry => entry.Id == $"{file.Manifest.Name}/{parameter.Id}").Value
                ?? given.LastOrDefault(entry => entry.Id == parameter.Id).Value;
            if ((typed ?? parameter.Default?.Text) is not { } value)
            {
                if (parameter.Required)
                {
                    _errors.Add($"The parameter '{parameter.Name}' of {file.Manifest.Name} is required and has no value. Use --param {parameter.Id}=VALUE.");
                }
                values[parameter.Id] = ("", parameter.Sensitive);
                continue;
            }

            if (ParameterTypeCheck.Mistake(parameter.Name, parameter.Id, parameter.Type, parameter.Sensitive, value) is { } mistake)
            {
                _errors.Add(mistake);
            }
            if (parameter.Sensitive) _secrets.Add(value);
            values[parameter.Id] = (value, parameter.Sensitive);
        }

        return values;
    }

    void Set(ManifestFile file, ManifestVariable variable, Dictionary<string, (string Value, bool Sensitive)> values)
    {
        var value = variable.Value ?? "";
        if (variable.ValueFromParameter is { } id)
        {
            value = values[id].Value;
        }

        if (!ContextRules.IsPortable(variable.Key))
        {
            _errors.Add(
                file.Problem(
                    variable,
                    Rules.VariableKeyNotPortable, $"'{variable.Key}' is not a valid variable name: use letters, digits and '_', not starting with a digit.")
                        .ToString());
        }

        if (value.Contains('\n', StringComparison.Ordinal))
        {
            _errors.Add(
                file.Problem(
                    variable,
                    Rules.VariableNewline, $"The value of the variable '{variable.Key}' contains a line break, which Spacelift does not allow; mount a file instead.").ToString());
        }

        if (variable.Sensitive) _secrets.Add(value);
        _variables[variable.Key] = value;
    }

    void Mount(MountedFile mounted)
    {
        if (mounted.Sensitive) _secrets.Add(mounted.Content);
        _files[WorkerPaths.Resolve(mounted.Path)!] = mounted;
    }
}
